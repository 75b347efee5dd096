import type { CommentRow, ContentDatabase, PostRow } from '@dailyfeed/content-store/client';
import { Prisma } from '@dailyfeed/content-store/generated/client';
import type { Comment } from '@dailyfeed/contract/comment';
import { Entities } from '@dailyfeed/contract/entity';
import type { MemberSummary } from '@dailyfeed/contract/member';

import { findById, findByIds } from './by-id.ts';
import { toHiding } from './hiding.ts';
import type { ContentReader } from './reader.ts';

/** A comment and what it answers, the top level first; deleted ones too, none where there is no such comment. */
export async function findCommentPath(reader: ContentReader, id: string): Promise<CommentRow[]> {
  const found = await findById(reader, id, findPaths);
  if (!found) return [];
  const { parent, ...row } = found;
  if (!parent) return [row];
  const { parent: top, ...middle } = parent;
  return top ? [top, middle, row] : [middle, row];
}

function findPaths(ids: string[]) {
  const include = { parent: { include: { parent: true } } };
  return (db: ContentDatabase) => db.comment.findMany({ where: { id: { in: ids } }, include });
}

/**
 * Deleted, or hidden by moderation from this viewer, who is not its author: what is left of it is its place, while
 * replies hang on it.
 */
export function isGone(
  row: Pick<CommentRow, 'deletedAt' | 'hiddenAt' | 'authorId'>,
  viewerId: string | null,
): boolean {
  return row.deletedAt !== null || (row.hiddenAt !== null && row.authorId !== viewerId);
}

function shownTo(viewerId: string | null): Prisma.Sql {
  return Prisma.sql`
    (deleted_at IS NULL AND (hidden_at IS NULL OR author_id = ${viewerId}::uuid) OR reply_count > 0)`;
}

/**
 * Living comments, and placeholders of removed ones, under `parentId` (null: under the post), oldest first, and below each the first `replyLimit` replies
 * and theirs, all in one list: there are three levels, so two below are all there are.
 */
export async function findThreadRows(
  reader: ContentReader,
  args: {
    postId: string;
    parentId: string | null;
    after: string | null;
    limit: number;
    replyLimit: number;
    viewerId: string | null;
  },
): Promise<CommentRow[]> {
  const { postId, replyLimit } = args;
  const shown = shownTo(args.viewerId);
  const parent =
    args.parentId === null
      ? Prisma.sql`parent_id IS NULL`
      : Prisma.sql`parent_id = ${args.parentId}::uuid`;
  const after = args.after === null ? Prisma.empty : Prisma.sql`AND id > ${args.after}::uuid`;
  const repliesOf = (level: string) => Prisma.sql`
    SELECT reply.* FROM ${Prisma.raw(level)} AS parent CROSS JOIN LATERAL (
      SELECT * FROM comments
      WHERE post_id = ${postId}::uuid AND parent_id = parent.id AND ${shown}
      ORDER BY id LIMIT ${replyLimit}
    ) AS reply`;
  return reader.read(
    (db) => db.$queryRaw<CommentRow[]>`
      WITH top AS (
        SELECT * FROM comments
        WHERE post_id = ${postId}::uuid AND ${parent} AND ${shown} ${after}
        ORDER BY id LIMIT ${args.limit}
      ),
      second AS (${repliesOf('top')}),
      third AS (${repliesOf('second')})
      SELECT id, post_id AS "postId", parent_id AS "parentId", depth, author_id AS "authorId", text,
        entities, version, like_count AS "likeCount", reply_count AS "replyCount", created_at AS "createdAt",
        edited_at AS "editedAt", deleted_at AS "deletedAt", hidden_at AS "hiddenAt",
        hidden_by AS "hiddenBy", hidden_terms AS "hiddenTerms", moderated_version AS "moderatedVersion"
      FROM (SELECT * FROM top UNION ALL SELECT * FROM second UNION ALL SELECT * FROM third) AS thread
      ORDER BY id`,
  );
}

/** Living comments of one author, newest first, each with the post it stands under. */
export async function findCommentsByAuthor(
  reader: ContentReader,
  args: { authorId: string; before: string | null; limit: number },
): Promise<(CommentRow & { post: PostRow })[]> {
  return reader.read((db) =>
    db.comment.findMany({
      where: {
        authorId: args.authorId,
        deletedAt: null,
        ...(args.before !== null && { id: { lt: args.before } }),
      },
      orderBy: { id: 'desc' },
      take: args.limit,
      include: { post: true },
    }),
  );
}

/** The comments of `ids`, deleted ones too, each with the post it stands under, in any order. */
export async function findCommentsWithPosts(
  reader: ContentReader,
  ids: string[],
): Promise<(CommentRow & { post: PostRow })[]> {
  return findByIds(
    reader,
    ids,
    (some) => (db) => db.comment.findMany({ where: { id: { in: some } }, include: { post: true } }),
  );
}

/** A comment as a viewer sees it, apart from its replies; without an author nothing but its place. */
export function toComment(
  row: CommentRow,
  seen: { author: MemberSummary | null; liked: boolean },
): Comment {
  const { author } = seen;
  const isShown = author !== null;
  return {
    id: row.id,
    postId: row.postId,
    parentId: row.parentId,
    depth: row.depth,
    authorId: isShown ? row.authorId : null,
    author,
    text: isShown ? row.text : '',
    entities: isShown ? Entities.parse(row.entities) : [],
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    likeCount: isShown ? row.likeCount : 0,
    replyCount: row.replyCount,
    liked: isShown && seen.liked,
    hiding: isShown ? toHiding(row) : null,
  };
}
