import { ByHandleInput, MemberIdInput } from '@dailyfeed/contract/member';
import { PageInput } from '@dailyfeed/contract/page';
import { BlockedMember, BlockedPage, BlockState, HiddenIds } from '@dailyfeed/contract/relation';

import { block, findBlockedByHandle, getHiddenIds, listBlocked, unblock } from '../domain/block.ts';
import { internalProcedure, memberProcedure, router } from '../trpc.ts';

export const blockRouter = router({
  block: memberProcedure
    .input(MemberIdInput)
    .output(BlockState)
    .mutation(({ ctx, input }) =>
      block(ctx, { blockerId: ctx.memberId, blockedId: input.memberId }),
    ),

  unblock: memberProcedure
    .input(MemberIdInput)
    .output(BlockState)
    .mutation(({ ctx, input }) =>
      unblock(ctx, { blockerId: ctx.memberId, blockedId: input.memberId }),
    ),

  list: memberProcedure
    .input(PageInput)
    .output(BlockedPage)
    .query(({ ctx, input }) => listBlocked(ctx, { ...input, blockerId: ctx.memberId })),

  byHandle: memberProcedure
    .input(ByHandleInput)
    .output(BlockedMember.nullable())
    .query(({ ctx, input }) => findBlockedByHandle(ctx, { ...input, blockerId: ctx.memberId })),

  hiddenIds: internalProcedure
    .input(MemberIdInput)
    .output(HiddenIds)
    .query(({ ctx, input }) => getHiddenIds(ctx, input.memberId)),
});
