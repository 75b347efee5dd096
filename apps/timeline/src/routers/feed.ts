import {
  ByAuthorInput,
  DiscussedPage,
  FeedHead,
  FeedHeadInput,
  FollowingInput,
  FollowingPage,
  MostCommentedInput,
  PopularPage,
  TagInput,
} from '@dailyfeed/contract/feed';
import { PageInput } from '@dailyfeed/contract/page';
import { PostPage } from '@dailyfeed/contract/post';

import { countNewPosts, readAuthorFeed, readRecentFeed, readTagFeed } from '../domain/feed.ts';
import { readFollowingFeed } from '../domain/following-feed.ts';
import { readMarkedFeed, readMyFeed } from '../domain/own-feed.ts';
import { readMostCommentedFeed, readPopularFeed } from '../domain/ranking.ts';
import { memberProcedure, publicProcedure, router, viewerOf } from '../trpc.ts';

export const feedRouter = router({
  following: memberProcedure
    .input(FollowingInput)
    .output(FollowingPage)
    .query(({ ctx, input }) => readFollowingFeed(ctx, { ...input, viewerId: ctx.memberId })),

  recent: publicProcedure
    .input(PageInput)
    .output(PostPage)
    .query(({ ctx, input }) => readRecentFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  byAuthor: publicProcedure
    .input(ByAuthorInput)
    .output(PostPage)
    .query(({ ctx, input }) => readAuthorFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  tag: publicProcedure
    .input(TagInput)
    .output(PostPage)
    .query(({ ctx, input }) => readTagFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  popular: publicProcedure
    .input(PageInput)
    .output(PopularPage)
    .query(({ ctx, input }) => readPopularFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  mostCommented: publicProcedure
    .input(MostCommentedInput)
    .output(DiscussedPage)
    .query(({ ctx, input }) => readMostCommentedFeed(ctx, { ...input, viewerId: viewerOf(ctx) })),

  mine: memberProcedure
    .input(PageInput)
    .output(PostPage)
    .query(({ ctx, input }) => readMyFeed(ctx, { ...input, viewerId: ctx.memberId })),

  liked: memberProcedure
    .input(PageInput)
    .output(PostPage)
    .query(({ ctx, input }) =>
      readMarkedFeed(ctx, { ...input, viewerId: ctx.memberId, kind: 'liked' }),
    ),

  bookmarked: memberProcedure
    .input(PageInput)
    .output(PostPage)
    .query(({ ctx, input }) =>
      readMarkedFeed(ctx, { ...input, viewerId: ctx.memberId, kind: 'bookmarked' }),
    ),

  head: memberProcedure
    .input(FeedHeadInput)
    .output(FeedHead)
    .query(({ ctx, input }) => countNewPosts(ctx, { ...input, viewerId: ctx.memberId })),
});
