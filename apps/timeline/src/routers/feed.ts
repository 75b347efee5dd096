import { ByAuthorInput, FeedHead, FeedHeadInput } from '@dailyfeed/contract/feed';
import { PageInput } from '@dailyfeed/contract/page';
import { PostPage } from '@dailyfeed/contract/post';

import {
  countNewPosts,
  readAuthorFeed,
  readFollowingFeed,
  readRecentFeed,
} from '../domain/feed.ts';
import { memberProcedure, publicProcedure, router, viewerOf } from '../trpc.ts';

export const feedRouter = router({
  following: memberProcedure
    .input(PageInput)
    .output(PostPage)
    .query(({ ctx, input }) => readFollowingFeed(ctx, { ...input, viewerId: ctx.memberId })),

  recent: publicProcedure
    .input(PageInput)
    .output(PostPage)
    .query(({ ctx, input }) => readRecentFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  byAuthor: publicProcedure
    .input(ByAuthorInput)
    .output(PostPage)
    .query(({ ctx, input }) => readAuthorFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  head: memberProcedure
    .input(FeedHeadInput)
    .output(FeedHead)
    .query(({ ctx, input }) => countNewPosts(ctx, { ...input, viewerId: ctx.memberId })),
});
