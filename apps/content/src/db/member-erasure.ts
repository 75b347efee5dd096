import type { CommentRow, ContentTransaction, Prisma } from '@dailyfeed/content-store/client';

import { notHidden } from './hiding.ts';

/** Stands in the place of an author who is gone. */
const nobodyId = '00000000-0000-0000-0000-000000000000';

/** A bounded number of what is a member's. */
type Some = { memberId: string; limit: number };

/** Ids of a member's posts, deleted or not. */
export async function findSomePostIds(tx: ContentTransaction, some: Some): Promise<string[]> {
  return findIds(tx, { authorId: some.memberId }, some.limit);
}

/** Ids of a member's posts that are not deleted. */
export async function findSomeLivingPostIds(tx: ContentTransaction, some: Some): Promise<string[]> {
  return findIds(tx, { authorId: some.memberId, deletedAt: null }, some.limit);
}

async function findIds(
  tx: ContentTransaction,
  where: Prisma.PostWhereInput,
  limit: number,
): Promise<string[]> {
  const rows = await tx.post.findMany({
    where,
    select: { id: true },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(({ id }) => id);
}

/** A member's comments, deleted or not, replies before what they answer. */
export async function findSomeComments(tx: ContentTransaction, some: Some): Promise<CommentRow[]> {
  return tx.comment.findMany({
    where: { authorId: some.memberId },
    orderBy: [{ depth: 'desc' }, { id: 'asc' }],
    take: some.limit,
  });
}

/** Removes a comment that is deleted; of one that holds replies together, what it said, who said it and what was found in it. */
export async function removeOrBlankComment(tx: ContentTransaction, id: string): Promise<void> {
  const { count } = await tx.comment.deleteMany({ where: { id, replies: { none: {} } } });
  if (count > 0) return;
  const nothing = { authorId: nobodyId, text: '', entities: [], ...notHidden };
  await tx.comment.updateMany({ where: { id }, data: nothing });
}

/** What a member has put on posts that are counted: table, and the counter on the post. */
const marks = {
  likes: { table: 'post_likes', counter: 'like_count' },
  bookmarks: { table: 'bookmarks', counter: 'bookmark_count' },
} as const;
export type Mark = keyof typeof marks;

/** Posts that a member likes, or keeps. */
export async function findSomeMarkedPostIds(
  tx: ContentTransaction,
  mark: Mark,
  some: Some,
): Promise<string[]> {
  const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT post_id AS id FROM ${marks[mark].table} WHERE member_id = $1::uuid LIMIT $2::int`,
    some.memberId,
    some.limit,
  );
  return rows.map(({ id }) => id);
}

/** Takes a member's likes or bookmarks off posts that are locked, and out of their counters. */
export async function removeMarks(
  tx: ContentTransaction,
  mark: Mark,
  of: { memberId: string; postIds: string[] },
): Promise<void> {
  const { table, counter } = marks[mark];
  await tx.$executeRawUnsafe(
    `WITH gone AS (
       DELETE FROM ${table} WHERE member_id = $1::uuid AND post_id = ANY($2::uuid[]) RETURNING post_id)
     UPDATE posts SET ${counter} = ${counter} - 1 FROM gone WHERE posts.id = gone.post_id`,
    of.memberId,
    of.postIds,
  );
}

/** Posts under which a member likes a comment. */
export async function findSomeLikedCommentPostIds(
  tx: ContentTransaction,
  some: Some,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT comments.post_id AS id FROM (
      SELECT comment_id FROM comment_likes WHERE member_id = ${some.memberId}::uuid LIMIT ${some.limit}::int
    ) AS liked JOIN comments ON comments.id = liked.comment_id`;
  return rows.map(({ id }) => id);
}

/** Takes a member's likes off the comments of posts that are locked. */
export async function removeCommentLikes(
  tx: ContentTransaction,
  of: { memberId: string; postIds: string[] },
): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM comment_likes USING comments
      WHERE comment_likes.comment_id = comments.id AND comments.post_id = ANY(${of.postIds}::uuid[])
        AND comment_likes.member_id = ${of.memberId}::uuid
      RETURNING comment_likes.comment_id)
    UPDATE comments SET like_count = like_count - 1 FROM gone WHERE comments.id = gone.comment_id`;
}

/** Of a member whom many name there are many; gives how many it took. */
export async function removeSomeMentions(tx: ContentTransaction, some: Some): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM post_mentions WHERE (post_id, member_id) IN (
      SELECT post_id, member_id FROM post_mentions
      WHERE member_id = ${some.memberId}::uuid LIMIT ${some.limit})`;
}

/**
 * What nothing counts and nobody has much of: drafts, keys, allowances, reports. Events of theirs that have been sent
 * go within a day, as all do: looking for them would take as long as there are many.
 */
export async function removeRest(tx: ContentTransaction, memberId: string): Promise<void> {
  const where = { memberId };
  await tx.draft.deleteMany({ where });
  await tx.idempotency.deleteMany({ where });
  await tx.writeAllowance.deleteMany({ where });
  await tx.report.deleteMany({ where: { reporterId: memberId } });
  await tx.moderationAction.updateMany({
    where: { actorId: memberId },
    data: { actorId: null },
  });
}
