import type { ContentTransaction } from '@dailyfeed/content-store/client';

/** Who wrote the post, and who the comment where one is named; nobody where there is none. */
export async function findAuthorIds(
  tx: ContentTransaction,
  of: { postId: string; commentId?: string | null },
): Promise<string[]> {
  const select = { authorId: true };
  const rows = await Promise.all([
    tx.post.findUnique({ where: { id: of.postId }, select }),
    of.commentId ? tx.comment.findUnique({ where: { id: of.commentId }, select }) : null,
  ]);
  return rows.flatMap((row) => row?.authorId ?? []);
}
