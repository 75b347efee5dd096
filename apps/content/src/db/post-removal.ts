import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** A bounded number of what hangs on posts that are deleted; every function here gives how many it took. */
type Some = { postIds: string[]; limit: number };

export async function removeSomeLikes(tx: ContentTransaction, some: Some): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM post_likes WHERE (post_id, member_id) IN (
      SELECT post_id, member_id FROM post_likes
      WHERE post_id = ANY(${some.postIds}::uuid[]) LIMIT ${some.limit})`;
}

export async function removeSomeBookmarks(tx: ContentTransaction, some: Some): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM bookmarks WHERE (post_id, member_id) IN (
      SELECT post_id, member_id FROM bookmarks
      WHERE post_id = ANY(${some.postIds}::uuid[]) LIMIT ${some.limit})`;
}

export async function removeSomeCommentLikes(tx: ContentTransaction, some: Some): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM comment_likes WHERE (comment_id, member_id) IN (
      SELECT comment_id, member_id FROM comment_likes JOIN comments ON comments.id = comment_id
      WHERE post_id = ANY(${some.postIds}::uuid[]) LIMIT ${some.limit})`;
}

/** Replies before what they answer, which would take them all along; with what was noted of them. */
export async function removeSomeComments(tx: ContentTransaction, some: Some): Promise<number> {
  const [removed] = await tx.$queryRaw<{ count: number }[]>`
    WITH removed AS (
      DELETE FROM comments WHERE id IN (
        SELECT id FROM comments
        WHERE post_id = ANY(${some.postIds}::uuid[]) ORDER BY depth DESC LIMIT ${some.limit})
      RETURNING id
    ), unsaid AS (
      UPDATE moderation_actions SET note = ''
      WHERE kind = 'comment' AND subject_id IN (SELECT id FROM removed) AND note <> ''
    )
    SELECT count(*)::int AS count FROM removed`;
  return removed?.count ?? 0;
}

/** With their versions, tags and what else hangs on them. */
export async function removePosts(tx: ContentTransaction, ids: string[]): Promise<number> {
  const { count } = await tx.post.deleteMany({ where: { id: { in: ids } } });
  return count;
}
