import type { ContentTransaction, PostRow, Prisma } from '@dailyfeed/content-store/client';
import { Entities, type Entity } from '@dailyfeed/contract/entity';
import { type AttachedImage, AttachedImages } from '@dailyfeed/contract/image';
import type { WrittenPost } from '@dailyfeed/contract/post';

export type NewPost = {
  id: string;
  authorId: string;
  text: string;
  contentWarning: string | null;
  language: string | null;
  entities: Entity[];
  images: AttachedImage[];
  createdAt: Date;
};

export async function insertPost(tx: ContentTransaction, post: NewPost): Promise<PostRow> {
  return tx.post.create({ data: { ...post, lastActivityAt: post.createdAt } });
}

/** Inserts those whose id is not there yet; gives their ids. */
export async function insertMissingPosts(
  tx: ContentTransaction,
  posts: NewPost[],
): Promise<Set<string>> {
  const rows = await tx.post.createManyAndReturn({
    data: posts.map((post) => ({ ...post, lastActivityAt: post.createdAt })),
    skipDuplicates: true,
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

/** Deleted or not. */
export async function findPost(tx: ContentTransaction, id: string): Promise<PostRow | undefined> {
  return (await tx.post.findUnique({ where: { id } })) ?? undefined;
}

/** Those of `ids` that everybody may be shown. */
export async function findShownPosts(tx: ContentTransaction, ids: string[]): Promise<PostRow[]> {
  return tx.post.findMany({ where: { id: { in: ids }, deletedAt: null, hiddenAt: null } });
}

/**
 * Reads a post, deleted or not, and locks its row until the transaction ends. Whatever happens to a post happens behind
 * this lock: its counters equal its rows, and its events are written in the order of its changes.
 */
export async function lockPost(tx: ContentTransaction, id: string): Promise<PostRow | undefined> {
  const [post] = await tx.$queryRaw<PostRow[]>`
    SELECT id, author_id AS "authorId", text, content_warning AS "contentWarning", language, entities, images, version,
           like_count AS "likeCount", comment_count AS "commentCount", bookmark_count AS "bookmarkCount",
           view_count AS "viewCount", last_activity_at AS "lastActivityAt", created_at AS "createdAt",
           edited_at AS "editedAt", deleted_at AS "deletedAt", hidden_at AS "hiddenAt",
           hidden_by AS "hiddenBy", hidden_terms AS "hiddenTerms", moderated_version AS "moderatedVersion"
    FROM posts WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return post;
}

/** Ids of living posts in their order. */
export async function findPostIds(
  tx: ContentTransaction,
  args: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.post.findMany({
    where: { deletedAt: null, ...(args.after !== null && { id: { gt: args.after } }) },
    orderBy: { id: 'asc' },
    take: args.limit,
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Posts that are not deleted, by id, behind `after`. */
export async function listLivingPosts(
  tx: ContentTransaction,
  args: { after: string | null; limit: number },
): Promise<PostRow[]> {
  return tx.post.findMany({
    where: { deletedAt: null, ...(args.after !== null && { id: { gt: args.after } }) },
    orderBy: { id: 'asc' },
    take: args.limit,
  });
}

/** Nothing happens where the post is gone. */
export async function addViews(tx: ContentTransaction, id: string, count: number): Promise<void> {
  await tx.post.updateMany({ where: { id }, data: { viewCount: { increment: count } } });
}

/** Locks many posts, always in the order of their ids, so that two callers never wait for each other; gives the ids found. */
export async function lockPosts(tx: ContentTransaction, ids: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM posts WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  return new Set(rows.map((row) => row.id));
}

/** For the rest of the transaction: a statement that waits longer for a lock than this is cancelled. */
export async function limitLockWaiting(tx: ContentTransaction, ms: number): Promise<void> {
  await tx.$executeRaw`SELECT set_config('lock_timeout', ${String(ms)}, true)`;
}

export async function updatePost(
  tx: ContentTransaction,
  id: string,
  change: Prisma.PostUpdateInput,
): Promise<PostRow> {
  return tx.post.update({ where: { id }, data: change });
}

export function toWrittenPost(post: PostRow): WrittenPost {
  return {
    id: post.id,
    authorId: post.authorId,
    text: post.text,
    contentWarning: post.contentWarning,
    language: post.language,
    entities: Entities.parse(post.entities),
    images: AttachedImages.parse(post.images),
    version: post.version,
    createdAt: post.createdAt.toISOString(),
    editedAt: post.editedAt?.toISOString() ?? null,
  };
}
