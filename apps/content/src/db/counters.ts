import type { ContentTransaction } from '@dailyfeed/content-store/client';

/**
 * Sets what the counters of these posts and their comments say to what the rows say; gives how many were wrong. The
 * posts must be locked: then nothing counts meanwhile. Views are not rows, and stay.
 */
export async function recountPosts(tx: ContentTransaction, ids: string[]): Promise<number> {
  const likes = await tx.$executeRaw`
    UPDATE comments SET like_count = fact.likes
    FROM (
      SELECT comment.id, (SELECT count(*)::int FROM comment_likes WHERE comment_id = comment.id) AS likes
      FROM comments AS comment WHERE comment.post_id = ANY(${ids}::uuid[])
    ) AS fact
    WHERE comments.id = fact.id AND comments.like_count <> fact.likes`;
  // From the deepest level up: whether a removed comment keeps its place depends on what hangs on it.
  const replies = [await recountReplies(tx, ids, 1), await recountReplies(tx, ids, 0)];
  const posts = await tx.$executeRaw`
    UPDATE posts SET like_count = fact.likes, bookmark_count = fact.bookmarks, comment_count = fact.comments
    FROM (
      SELECT post.id,
        (SELECT count(*)::int FROM post_likes WHERE post_id = post.id) AS likes,
        (SELECT count(*)::int FROM bookmarks WHERE post_id = post.id) AS bookmarks,
        (SELECT count(*)::int FROM comments
         WHERE post_id = post.id AND deleted_at IS NULL AND hidden_at IS NULL) AS comments
      FROM posts AS post WHERE post.id = ANY(${ids}::uuid[])
    ) AS fact
    WHERE posts.id = fact.id
      AND (like_count, bookmark_count, comment_count) <> (fact.likes, fact.bookmarks, fact.comments)`;
  return likes + replies.reduce((sum, count) => sum + count, 0) + posts;
}

/** Sets when these posts were last written or commented on. */
export async function resetActivity(tx: ContentTransaction, ids: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE posts SET last_activity_at = GREATEST(created_at,
      (SELECT max(created_at) FROM comments WHERE post_id = posts.id AND deleted_at IS NULL AND hidden_at IS NULL))
    WHERE id = ANY(${ids}::uuid[])`;
}

async function recountReplies(
  tx: ContentTransaction,
  postIds: string[],
  depth: number,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE comments SET reply_count = fact.replies
    FROM (
      SELECT comment.id, (
        SELECT count(*)::int FROM comments AS reply
        WHERE reply.post_id = comment.post_id AND reply.parent_id = comment.id
          AND (reply.deleted_at IS NULL AND reply.hidden_at IS NULL OR reply.reply_count > 0)
      ) AS replies
      FROM comments AS comment WHERE comment.post_id = ANY(${postIds}::uuid[]) AND comment.depth = ${depth}
    ) AS fact
    WHERE comments.id = fact.id AND comments.reply_count <> fact.replies`;
}
