import {
  FollowIdsInput,
  FollowIdsPage,
  FollowListInput,
  FollowPage,
  FollowState,
  MemberIdInput,
} from '@dailyfeed/contract/member';

import { listFollowIdPage, listFollowPage } from '../domain/follow-list.ts';
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
