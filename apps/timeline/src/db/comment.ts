import type { CommentRow } from '@dailyfeed/content-store/client';
import { Prisma } from '@dailyfeed/content-store/generated/client';

import type { ContentReader } from './reader.ts';

export async function findComment(
  reader: ContentReader,
  args: { id: string; postId: string },
): Promise<CommentRow | undefined> {
  const row = await reader.read((db) => db.comment.findUnique({ where: { id: args.id } }));
  return row?.postId === args.postId && row.deletedAt === null ? row : undefined;
}

/**
 * Living comments under `parentId` (null: under the post), oldest first, and below each the first `replyLimit` replies
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
  },
): Promise<CommentRow[]> {
  const { postId, replyLimit } = args;
  const parent =
    args.parentId === null
      ? Prisma.sql`parent_id IS NULL`
      : Prisma.sql`parent_id = ${args.parentId}::uuid`;
  const after = args.after === null ? Prisma.empty : Prisma.sql`AND id > ${args.after}::uuid`;
  const repliesOf = (level: string) => Prisma.sql`
    SELECT reply.* FROM ${Prisma.raw(level)} AS parent CROSS JOIN LATERAL (
      SELECT * FROM comments
      WHERE post_id = ${postId}::uuid AND parent_id = parent.id AND deleted_at IS NULL
      ORDER BY id LIMIT ${replyLimit}
    ) AS reply`;
  return reader.read(
    (db) => db.$queryRaw<CommentRow[]>`
      WITH top AS (
        SELECT * FROM comments
        WHERE post_id = ${postId}::uuid AND ${parent} AND deleted_at IS NULL ${after}
        ORDER BY id LIMIT ${args.limit}
      ),
      second AS (${repliesOf('top')}),
      third AS (${repliesOf('second')})
      SELECT id, post_id AS "postId", parent_id AS "parentId", depth, author_id AS "authorId", text,
        like_count AS "likeCount", reply_count AS "replyCount", created_at AS "createdAt",
        deleted_at AS "deletedAt"
      FROM (SELECT * FROM top UNION ALL SELECT * FROM second UNION ALL SELECT * FROM third) AS thread
      ORDER BY id`,
  );
}
