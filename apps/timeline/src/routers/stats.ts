import { PostIdInput, PostStats } from '@dailyfeed/contract/post';

import { getPost } from '../domain/post.ts';
import { publicProcedure, router, viewerOf } from '../trpc.ts';

export const statsRouter = router({
  // Whoever may see the post sees its counters, and nobody else: the output leaves out the rest.
  post: publicProcedure
    .input(PostIdInput)
    .output(PostStats)
    .query(({ ctx, input }) => getPost(ctx, { ...input, viewerId: viewerOf(ctx) })),
});
