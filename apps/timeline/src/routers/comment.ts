import {
  CommentIdInput,
  CommentsByAuthorInput,
  CommentWithPostPage,
  LinkedComment,
} from '@dailyfeed/contract/comment';

import { readCommentsByAuthor } from '../domain/author-comment.ts';
import { getLinkedComment } from '../domain/linked-comment.ts';
import { publicProcedure, router, viewerOf } from '../trpc.ts';

export const commentRouter = router({
  byId: publicProcedure
    .input(CommentIdInput)
    .output(LinkedComment)
    .query(({ ctx, input }) => getLinkedComment(ctx, { ...input, viewerId: viewerOf(ctx) })),

  byAuthor: publicProcedure
    .input(CommentsByAuthorInput)
    .output(CommentWithPostPage)
    .query(({ ctx, input }) => readCommentsByAuthor(ctx, { ...input, viewerId: viewerOf(ctx) })),
});
