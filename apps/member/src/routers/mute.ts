import { MemberIdInput } from '@dailyfeed/contract/member';
import { PageInput } from '@dailyfeed/contract/page';
import { MutedPage, MuteInput, MuteState } from '@dailyfeed/contract/relation';

import { getMuteState, listMuted, mute, unmute } from '../domain/mute.ts';
import { memberProcedure, router } from '../trpc.ts';

export const muteRouter = router({
  mute: memberProcedure
    .input(MuteInput)
    .output(MuteState)
    .mutation(({ ctx, input }) => mute(ctx, ctx.memberId, input)),

  unmute: memberProcedure
    .input(MemberIdInput)
    .output(MuteState)
    .mutation(({ ctx, input }) => unmute(ctx, { muterId: ctx.memberId, mutedId: input.memberId })),

  state: memberProcedure
    .input(MemberIdInput)
    .output(MuteState)
    .query(({ ctx, input }) =>
      getMuteState(ctx, { muterId: ctx.memberId, mutedId: input.memberId }),
    ),

  list: memberProcedure
    .input(PageInput)
    .output(MutedPage)
    .query(({ ctx, input }) => listMuted(ctx, { ...input, muterId: ctx.memberId })),
});
