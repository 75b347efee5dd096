import {
  CommentIdInput,
  CommentsByAuthorInput,
  CommentWithPost,
  CommentWithPostPage,
  LinkedComment,
  VisibleCommentsInput,
} from '@dailyfeed/contract/comment';
import * as z from 'zod';

import { readCommentsByAuthor } from '../domain/author-comment.ts';
import { getLinkedComment } from '../domain/linked-comment.ts';
import { listVisibleComments } from '../domain/visible-comment.ts';
import { internalProcedure, publicProcedure, router, viewerOf } from '../trpc.ts';

export const commentRouter = router({
  visibleByIds: internalProcedure
    .input(VisibleCommentsInput)
    .output(z.array(CommentWithPost))
    .query(({ ctx, input }) => listVisibleComments(ctx, { ...input, viewerId: viewerOf(ctx) })),

  byId: publicProcedure
    .input(CommentIdInput)
    .output(LinkedComment)
    .query(({ ctx, input }) => getLinkedComment(ctx, { ...input, viewerId: viewerOf(ctx) })),

  byAuthor: publicProcedure
    .input(CommentsByAuthorInput)
    .output(CommentWithPostPage)
    .query(({ ctx, input }) => readCommentsByAuthor(ctx, { ...input, viewerId: viewerOf(ctx) })),
});
