import { CreateCommentInput, WrittenComment } from '@dailyfeed/contract/comment';

import { createComment } from '../domain/comment.ts';
import { memberProcedure, router } from '../trpc.ts';

export const commentRouter = router({
  create: memberProcedure
    .input(CreateCommentInput)
    .output(WrittenComment)
    .mutation(({ ctx, input }) => createComment(ctx, { ...input, authorId: ctx.memberId })),
});
