import { CommentIdInput, LinkedComment } from '@dailyfeed/contract/comment';

import { getLinkedComment } from '../domain/linked-comment.ts';
import { publicProcedure, router, viewerOf } from '../trpc.ts';

export const commentRouter = router({
  byId: publicProcedure
    .input(CommentIdInput)
    .output(LinkedComment)
    .query(({ ctx, input }) => getLinkedComment(ctx, { ...input, viewerId: viewerOf(ctx) })),
});
