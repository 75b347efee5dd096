import {
  CommentIdInput,
  CreateCommentInput,
  EditCommentInput,
  WrittenComment,
} from '@dailyfeed/contract/comment';
import { IndexedCommentPage, IndexPageInput } from '@dailyfeed/contract/index-page';
import { DeleteState, LikeState } from '@dailyfeed/contract/post';
import { ReportInput, ReportState } from '@dailyfeed/contract/report';

import { likeComment, unlikeComment } from '../domain/comment-like.ts';
import { createComment, deleteComment, editComment } from '../domain/comment.ts';
import { readCommentIndexPage } from '../domain/index-page.ts';
import { reportComment } from '../domain/report.ts';
import { internalProcedure, memberProcedure, router } from '../trpc.ts';

export const commentRouter = router({
  indexPage: internalProcedure
    .input(IndexPageInput)
    .output(IndexedCommentPage)
    .query(({ ctx, input }) => readCommentIndexPage(ctx, input)),

  create: memberProcedure
    .input(CreateCommentInput)
    .output(WrittenComment)
    .mutation(({ ctx, input }) => createComment(ctx, { ...input, authorId: ctx.memberId })),

  edit: memberProcedure
    .input(EditCommentInput)
    .output(WrittenComment)
    .mutation(({ ctx, input }) => editComment(ctx, { ...input, memberId: ctx.memberId })),

  delete: memberProcedure
    .input(CommentIdInput)
    .output(DeleteState)
    .mutation(({ ctx, input }) => deleteComment(ctx, { ...input, memberId: ctx.memberId })),

  like: memberProcedure
    .input(CommentIdInput)
    .output(LikeState)
    .mutation(({ ctx, input }) =>
      likeComment(ctx, { commentId: input.id, memberId: ctx.memberId }),
    ),

  unlike: memberProcedure
    .input(CommentIdInput)
    .output(LikeState)
    .mutation(({ ctx, input }) =>
      unlikeComment(ctx, { commentId: input.id, memberId: ctx.memberId }),
    ),

  report: memberProcedure
    .input(ReportInput)
    .output(ReportState)
    .mutation(({ ctx, input }) => reportComment(ctx, { ...input, memberId: ctx.memberId })),
});
