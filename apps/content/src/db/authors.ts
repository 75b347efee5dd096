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

/** Who wrote the one post or comment. */
export async function findAuthorId(
  tx: ContentTransaction,
  of: { kind: 'post' | 'comment'; id: string },
): Promise<string | undefined> {
  const query = { where: { id: of.id }, select: { authorId: true } };
  const row = await (of.kind === 'post' ? tx.post.findUnique(query) : tx.comment.findUnique(query));
  return row?.authorId;
}
