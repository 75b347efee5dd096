import {
  FollowIdsInput,
  FollowIdsPage,
  FollowListInput,
  FollowPage,
  FollowRequestCount,
  FollowState,
  MemberIdInput,
} from '@dailyfeed/contract/member';
import { PageInput } from '@dailyfeed/contract/page';
import * as z from 'zod';

import { listFollowIdPage, listFollowPage } from '../domain/follow-list.ts';
import { approve, countRequests, decline, listRequestPage } from '../domain/follow-request.ts';
import { follow, unfollow } from '../domain/follow.ts';
import { internalProcedure, memberProcedure, publicProcedure, router } from '../trpc.ts';

export const followRouter = router({
  follow: memberProcedure
    .input(MemberIdInput)
    .output(FollowState)
    .mutation(({ ctx, input }) =>
      follow(ctx, { followerId: ctx.memberId, followingId: input.memberId }),
    ),

  unfollow: memberProcedure
    .input(MemberIdInput)
    .output(FollowState)
    .mutation(({ ctx, input }) =>
      unfollow(ctx, { followerId: ctx.memberId, followingId: input.memberId }),
    ),

  requests: memberProcedure
    .input(PageInput)
    .output(FollowPage)
    .query(({ ctx, input }) => listRequestPage(ctx, { ...input, targetId: ctx.memberId })),

  requestCount: memberProcedure
    .output(FollowRequestCount)
    .query(({ ctx }) => countRequests(ctx, ctx.memberId)),

  approve: memberProcedure
    .input(MemberIdInput)
    .output(FollowState)
    .mutation(({ ctx, input }) =>
      approve(ctx, { followerId: input.memberId, followingId: ctx.memberId }),
    ),

  decline: memberProcedure
    .input(MemberIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      decline(ctx, { followerId: input.memberId, followingId: ctx.memberId }),
    ),

  followers: publicProcedure
    .input(FollowListInput)
    .output(FollowPage)
    .query(({ ctx, input }) =>
      listFollowPage(ctx, { ...input, side: 'followers' }, ctx.identity.member?.memberId ?? null),
    ),

  followings: publicProcedure
    .input(FollowListInput)
    .output(FollowPage)
    .query(({ ctx, input }) =>
      listFollowPage(ctx, { ...input, side: 'followings' }, ctx.identity.member?.memberId ?? null),
    ),

  ids: internalProcedure
    .input(FollowIdsInput)
    .output(FollowIdsPage)
    .query(({ ctx, input }) => listFollowIdPage(ctx, input)),
});
