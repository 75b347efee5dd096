import type { ContentDatabase, PostRow } from '@dailyfeed/content-store/client';
import { Prisma } from '@dailyfeed/content-store/generated/client';
import { Entities } from '@dailyfeed/contract/entity';
import { type AttachedImage, AttachedImages, type PostImage } from '@dailyfeed/contract/image';
import type { MemberSummary } from '@dailyfeed/contract/member';
import type { Post } from '@dailyfeed/contract/post';
import type { PostgresProbe } from '@dailyfeed/service-kit/postgres-probe';

import { findById, findByIds } from './by-id.ts';
import { toHiding } from './hiding.ts';
import type { ContentReader } from './reader.ts';

/** A stretch of ids, both ends left out; null is open. `from`: at which end it is read first. */
export type IdRange = {
  before: string | null;
  after: string | null;
  from: 'newest' | 'oldest';
};

/** The posts of `ids`, deleted ones too, in any order. */
export async function findPosts(reader: ContentReader, ids: string[]): Promise<PostRow[]> {
  return findByIds(reader, ids, findMany);
}

/** As `findPosts`, of one that was asked for by its id. */
export async function findPost(reader: ContentReader, id: string): Promise<PostRow | undefined> {
  return findById(reader, id, findMany);
}

/** What tells who may see a post. */
export type PostHead = Pick<PostRow, 'id' | 'authorId' | 'deletedAt' | 'hiddenAt'>;

/** As `findPosts`, without what is written in them. */
export async function findPostHeads(reader: ContentReader, ids: string[]): Promise<PostHead[]> {
  const select = { id: true, authorId: true, deletedAt: true, hiddenAt: true };
  return findByIds(
    reader,
    ids,
    (some) => (db) => db.post.findMany({ where: { id: { in: some } }, select }),
  );
}

function findMany(ids: string[]): (db: ContentDatabase) => Promise<PostRow[]> {
  return (db) => db.post.findMany({ where: { id: { in: ids } } });
}

/**
 * Posts that are not deleted, nor hidden by moderation from this viewer, who is not their author: lists leave them out
 * by themselves, or a hundred of them at the top of one would be pages on which there is nothing.
 */
function shownTo(viewerId: string | null): Prisma.PostWhereInput {
  const mine = viewerId === null ? [] : [{ authorId: viewerId }];
  return { deletedAt: null, OR: [{ hiddenAt: null }, ...mine] };
}

/** Shown posts of one author, newest first. */
export async function findPostsByAuthor(
  reader: ContentReader,
  args: {
    authorId: string;
    only?: 'media' | undefined;
    viewerId: string | null;
    before: string | null;
    limit: number;
  },
): Promise<PostRow[]> {
  return reader.read((db) =>
    db.post.findMany({
      where: {
        ...shownTo(args.viewerId),
        authorId: args.authorId,
        ...(args.only === 'media' && { images: { not: [] } }),
        ...(args.before !== null && { id: { lt: args.before } }),
      },
      orderBy: { id: 'desc' },
      take: args.limit,
    }),
  );
}

/** Shown posts with a tag, newest first. */
export async function findPostsByTag(
  reader: ContentReader,
  args: { tag: string; viewerId: string | null; before: string | null; limit: number },
): Promise<PostRow[]> {
  const tagged = await reader.read((db) =>
    db.postTag.findMany({
      where: {
        tag: args.tag,
        ...(args.before !== null && { postId: { lt: args.before } }),
        post: shownTo(args.viewerId),
      },
      orderBy: { postId: 'desc' },
      take: args.limit,
      include: { post: true },
    }),
  );
  return tagged.map((row) => row.post);
}

/**
 * Ids of the living posts of any of `authorIds`, in the order in which the range is read. Reads each author's part of
 * the index: a scan by id would walk past all that others wrote in between. A first look at the nearest few of each
 * author gives a bound that the answer cannot lie beyond, so that the rest is not read of each.
 */
export async function findPostIds(
  reader: Pick<ContentReader, 'read'>,
  args: IdRange & { authorIds: string[]; limit: number },
): Promise<string[]> {
  const { authorIds, limit } = args;
  const { order, isWithin } = reading[args.from];
  const few = Math.min(limit, 2 + Math.ceil((2 * limit) / authorIds.length));
  const before = args.before === null ? Prisma.empty : Prisma.sql`AND id < ${args.before}::uuid`;
  const after = args.after === null ? Prisma.empty : Prisma.sql`AND id > ${args.after}::uuid`;
  const rows = await reader.read(
    (db) => db.$queryRaw<{ id: string }[]>`
      WITH author AS (SELECT unnest(${authorIds}::uuid[]) AS id),
      bound AS (
        SELECT first.id FROM author CROSS JOIN LATERAL (
          SELECT id FROM posts
          WHERE author_id = author.id AND deleted_at IS NULL ${before} ${after}
          ORDER BY id ${order} LIMIT ${few}
        ) AS first
        ORDER BY first.id ${order} OFFSET ${limit - 1} LIMIT 1
      )
      SELECT nearest.id FROM author CROSS JOIN LATERAL (
        SELECT id FROM posts
        WHERE author_id = author.id AND deleted_at IS NULL ${before} ${after}
          AND ${isWithin}
        ORDER BY id ${order} LIMIT ${limit}
      ) AS nearest
      ORDER BY nearest.id ${order} LIMIT ${limit}`,
  );
  return rows.map((row) => row.id);
}

const reading = {
  newest: {
    order: Prisma.sql`DESC`,
    isWithin: Prisma.sql`id >= coalesce((SELECT id FROM bound), '00000000-0000-0000-0000-000000000000')`,
  },
  oldest: {
    order: Prisma.sql`ASC`,
    isWithin: Prisma.sql`id <= coalesce((SELECT id FROM bound), 'ffffffff-ffff-ffff-ffff-ffffffffffff')`,
  },
};

/** Shown posts by latest activity; `before` is the place to go on from. */
export async function findRecentPosts(
  reader: ContentReader,
  args: { viewerId: string | null; before: { at: string; id: string } | null; limit: number },
): Promise<PostRow[]> {
  const { before } = args;
  return reader.read((db) =>
    db.post.findMany({
      where: {
        ...shownTo(args.viewerId),
        // The first condition bounds the index scan, the second breaks ties.
        ...(before && {
          lastActivityAt: { lte: before.at },
          AND: { OR: [{ lastActivityAt: { lt: before.at } }, { id: { lt: before.id } }] },
        }),
      },
      orderBy: [{ lastActivityAt: 'desc' }, { id: 'desc' }],
      take: args.limit,
    }),
  );
}

/** A post as a viewer sees it. */
export function toPost(
  row: PostRow,
  seen: {
    author: MemberSummary;
    liked: boolean;
    bookmarked: boolean;
    toImage: (image: AttachedImage) => PostImage;
  },
): Post {
  return {
    id: row.id,
    authorId: row.authorId,
    author: seen.author,
    text: row.text,
    contentWarning: row.contentWarning,
    language: row.language,
    entities: Entities.parse(row.entities),
    images: AttachedImages.parse(row.images).map(seen.toImage),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    likeCount: row.likeCount,
    commentCount: row.commentCount,
    bookmarkCount: row.bookmarkCount,
    viewCount: row.viewCount,
    liked: seen.liked,
    bookmarked: seen.bookmarked,
    hiding: toHiding(row),
  };
}

/** Rejects while posts cannot be read from any of the servers: they are away, or not migrated. */
export async function probeContent(servers: PostgresProbe[]): Promise<void> {
  await Promise.any(servers.map((server) => server.ask('SELECT id FROM posts LIMIT 1')));
}
