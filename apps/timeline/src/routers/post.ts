import { CommentPage, CommentsInput } from '@dailyfeed/contract/comment';
import { Post, PostIdInput } from '@dailyfeed/contract/post';

import { readComments } from '../domain/comment.ts';
import { getPost } from '../domain/post.ts';
import { publicProcedure, router, viewerOf } from '../trpc.ts';

export const postRouter = router({
  byId: publicProcedure
    .input(PostIdInput)
    .output(Post)
    .query(({ ctx, input }) => getPost(ctx, { ...input, viewerId: viewerOf(ctx) })),

  comments: publicProcedure
    .input(CommentsInput)
    .output(CommentPage)
    .query(({ ctx, input }) => readComments(ctx, { ...input, viewerId: viewerOf(ctx) })),
});
