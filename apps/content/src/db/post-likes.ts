import type { ContentTransaction } from '@dailyfeed/content-store/client';

export type PostLike = { postId: string; memberId: string; createdAt: Date };

/** Inserts those that are not there yet; gives them. */
export async function insertMissingPostLikes(
  tx: ContentTransaction,
  likes: PostLike[],
): Promise<PostLike[]> {
  return tx.$queryRaw<PostLike[]>`
    INSERT INTO post_likes (post_id, member_id, created_at)
    SELECT * FROM unnest(
      ${likes.map((like) => like.postId)}::uuid[],
      ${likes.map((like) => like.memberId)}::uuid[],
      ${likes.map((like) => like.createdAt.toISOString())}::timestamptz[])
    ON CONFLICT DO NOTHING
    RETURNING post_id AS "postId", member_id AS "memberId", created_at AS "createdAt"`;
}

/** Gives how many were there: 1 or 0. */
export async function removePostLike(
  tx: ContentTransaction,
  like: { postId: string; memberId: string },
): Promise<number> {
  const { count } = await tx.postLike.deleteMany({ where: like });
  return count;
}
