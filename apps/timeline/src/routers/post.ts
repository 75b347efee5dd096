import { CommentPage, CommentsInput } from '@dailyfeed/contract/comment';
import { Post, PostIdInput, VisiblePostsInput, WatchInput } from '@dailyfeed/contract/post';
import { PostCounters } from '@dailyfeed/contract/signal';
import * as z from 'zod';

import { readComments } from '../domain/comment.ts';
import { getPost, listVisiblePosts } from '../domain/post.ts';
import { viewPost } from '../domain/view.ts';
import { unwatchPost, watchPost } from '../domain/watch.ts';
import { internalProcedure, memberProcedure, publicProcedure, router, viewerOf } from '../trpc.ts';

export const postRouter = router({
  byId: publicProcedure
    .input(PostIdInput)
    .output(Post)
    .query(({ ctx, input }) => getPost(ctx, { ...input, viewerId: viewerOf(ctx) })),

  visibleByIds: internalProcedure
    .input(VisiblePostsInput)
    .output(z.array(Post))
    .query(({ ctx, input }) => listVisiblePosts(ctx, { ...input, viewerId: viewerOf(ctx) })),

  view: publicProcedure
    .input(PostIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      viewPost(ctx, { ...input, viewerId: viewerOf(ctx), address: ctx.identity.address }),
    ),

  watch: memberProcedure
    .input(WatchInput)
    .output(PostCounters)
    .mutation(({ ctx, input }) => watchPost(ctx, { ...input, memberId: ctx.memberId })),

  unwatch: memberProcedure
    .input(WatchInput)
    .output(z.void())
    .mutation(({ ctx, input }) => unwatchPost(ctx, { ...input, memberId: ctx.memberId })),

  comments: publicProcedure
    .input(CommentsInput)
    .output(CommentPage)
    .query(({ ctx, input }) => readComments(ctx, { ...input, viewerId: viewerOf(ctx) })),
});
