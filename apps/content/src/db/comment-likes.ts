import type { ContentTransaction } from '@dailyfeed/content-store/client';

export type CommentLike = { commentId: string; memberId: string; createdAt: Date };

/** Gives how many were not there yet: 1 or 0. */
export async function insertMissingCommentLike(
  tx: ContentTransaction,
  like: CommentLike,
): Promise<number> {
  const { count } = await tx.commentLike.createMany({ data: [like], skipDuplicates: true });
  return count;
}

/** Gives how many were there: 1 or 0. */
export async function removeCommentLike(
  tx: ContentTransaction,
  like: { commentId: string; memberId: string },
): Promise<number> {
  const { count } = await tx.commentLike.deleteMany({ where: like });
  return count;
}
