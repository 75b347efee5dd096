import type { CommentRow, ContentTransaction } from '@dailyfeed/content-store/client';
import type { WrittenComment } from '@dailyfeed/contract/comment';

export type NewComment = Pick<
  CommentRow,
  'id' | 'postId' | 'parentId' | 'depth' | 'authorId' | 'text' | 'createdAt'
>;

export async function insertComment(
  tx: ContentTransaction,
  comment: NewComment,
): Promise<CommentRow> {
  return tx.comment.create({ data: comment });
}

/** Inserts those whose id is not there yet, parents before replies; gives how many. */
export async function insertMissingComments(
  tx: ContentTransaction,
  comments: NewComment[],
): Promise<number> {
  const { count } = await tx.comment.createMany({ data: comments, skipDuplicates: true });
  return count;
}

export async function findComment(
  tx: ContentTransaction,
  id: string,
): Promise<CommentRow | undefined> {
  return (await tx.comment.findUnique({ where: { id } })) ?? undefined;
}

export async function findCommentPlaces(
  tx: ContentTransaction,
  ids: string[],
): Promise<Pick<CommentRow, 'id' | 'postId' | 'depth'>[]> {
  return tx.comment.findMany({
    where: { id: { in: ids } },
    select: { id: true, postId: true, depth: true },
  });
}

export async function incrementReplyCount(tx: ContentTransaction, id: string): Promise<void> {
  await tx.comment.updateMany({ where: { id }, data: { replyCount: { increment: 1 } } });
}

export function toWrittenComment(comment: NewComment): WrittenComment {
  return {
    id: comment.id,
    postId: comment.postId,
    parentId: comment.parentId,
    depth: comment.depth,
    authorId: comment.authorId,
    text: comment.text,
    createdAt: comment.createdAt.toISOString(),
  };
}
