import type { CommentRow, ContentTransaction } from '@dailyfeed/content-store/client';

/** Stands in the place of an author who is gone. */
const nobodyId = '00000000-0000-0000-0000-000000000000';

/** A bounded number of what is a member's. */
type Some = { memberId: string; limit: number };

/** Ids of a member's posts, deleted or not. */
export async function findSomePostIds(tx: ContentTransaction, some: Some): Promise<string[]> {
  const rows = await tx.post.findMany({
    where: { authorId: some.memberId },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: some.limit,
  });
  return rows.map(({ id }) => id);
}

/** With their comments, likes, versions, tags and all else that hangs on them. */
export async function removePosts(tx: ContentTransaction, ids: string[]): Promise<void> {
  await tx.post.deleteMany({ where: { id: { in: ids } } });
}

/** A member's comments, deleted or not, replies before what they answer. */
export async function findSomeComments(tx: ContentTransaction, some: Some): Promise<CommentRow[]> {
  return tx.comment.findMany({
    where: { authorId: some.memberId },
    orderBy: [{ depth: 'desc' }, { id: 'asc' }],
    take: some.limit,
  });
}

/** Removes a comment that is deleted; of one that holds replies together, what it said and who said it. */
export async function removeOrBlankComment(tx: ContentTransaction, id: string): Promise<void> {
  const { count } = await tx.comment.deleteMany({ where: { id, replies: { none: {} } } });
  if (count > 0) return;
  const nothing = { authorId: nobodyId, text: '', entities: [] };
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

/** What nothing counts: drafts, mentions, keys, allowances, and events of theirs that have been sent. */
export async function removeRest(tx: ContentTransaction, memberId: string): Promise<void> {
  const where = { memberId };
  await tx.draft.deleteMany({ where });
  await tx.postMention.deleteMany({ where });
  await tx.idempotency.deleteMany({ where });
  await tx.writeAllowance.deleteMany({ where });
  await tx.report.deleteMany({ where: { reporterId: memberId } });
  await tx.moderationAction.updateMany({
    where: { actorId: memberId },
    data: { actorId: null },
  });
  await tx.$executeRaw`
    DELETE FROM outbox WHERE sent_at IS NOT NULL AND event->>'actorId' = ${memberId}`;
}
