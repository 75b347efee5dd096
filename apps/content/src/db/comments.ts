import type { CommentRow, ContentTransaction, Prisma } from '@dailyfeed/content-store/client';
import type { WrittenComment } from '@dailyfeed/contract/comment';
import { Entities, type Entity } from '@dailyfeed/contract/entity';

export type NewComment = Pick<
  CommentRow,
  'id' | 'postId' | 'parentId' | 'depth' | 'authorId' | 'text' | 'createdAt'
> & { entities: Entity[] };

export async function insertComment(
  tx: ContentTransaction,
  comment: NewComment,
): Promise<CommentRow> {
  return tx.comment.create({ data: comment });
}

/** Inserts those whose id is not there yet, parents before replies; gives their ids. */
export async function insertMissingComments(
  tx: ContentTransaction,
  comments: NewComment[],
): Promise<string[]> {
  const rows = await tx.comment.createManyAndReturn({
    data: comments,
    skipDuplicates: true,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Each with who wrote what it answers; null at depth 0. */
export async function findAnswers(
  tx: ContentTransaction,
  ids: string[],
): Promise<{ comment: CommentRow; parentAuthorId: string | null }[]> {
  const rows = await tx.comment.findMany({
    where: { id: { in: ids } },
    include: { parent: { select: { authorId: true } } },
  });
  return rows.map(({ parent, ...comment }) => ({
    comment,
    parentAuthorId: parent?.authorId ?? null,
  }));
}

/** Comments that are not deleted, of posts that are not, by id, behind `after`. */
export async function listLivingComments(
  tx: ContentTransaction,
  args: { after: string | null; limit: number },
): Promise<CommentRow[]> {
  return tx.comment.findMany({
    where: {
      deletedAt: null,
      post: { deletedAt: null },
      ...(args.after !== null && { id: { gt: args.after } }),
    },
    orderBy: { id: 'asc' },
    take: args.limit,
  });
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

/** To be called behind the lock on the post's row, like all that happens under a post. */
export async function updateComment(
  tx: ContentTransaction,
  id: string,
  change: Prisma.CommentUpdateInput,
): Promise<CommentRow> {
  return tx.comment.update({ where: { id }, data: change });
}

export function toWrittenComment(comment: CommentRow): WrittenComment {
  return {
    id: comment.id,
    postId: comment.postId,
    parentId: comment.parentId,
    depth: comment.depth,
    authorId: comment.authorId,
    text: comment.text,
    entities: Entities.parse(comment.entities),
    version: comment.version,
    createdAt: comment.createdAt.toISOString(),
    editedAt: comment.editedAt?.toISOString() ?? null,
  };
}
