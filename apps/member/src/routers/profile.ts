import {
  ByHandleInput,
  Me,
  MemberIdInput,
  MemberSummary,
  Profile,
  SummariesInput,
} from '@dailyfeed/contract/member';
import * as z from 'zod';

import { getMe, getProfile, listSummaries } from '../domain/profile.ts';
import { internalProcedure, memberProcedure, publicProcedure, router } from '../trpc.ts';

export const profileRouter = router({
  me: memberProcedure.output(Me).query(({ ctx }) => getMe(ctx, ctx.memberId)),

  byHandle: publicProcedure
    .input(ByHandleInput)
    .output(Profile)
    .query(({ ctx, input }) => getProfile(ctx, input, ctx.identity.member?.memberId ?? null)),

  byId: publicProcedure
    .input(MemberIdInput)
    .output(Profile)
    .query(({ ctx, input }) => getProfile(ctx, input, ctx.identity.member?.memberId ?? null)),

  summaries: internalProcedure
    .input(SummariesInput)
    .output(z.array(MemberSummary))
    .query(({ ctx, input }) => listSummaries(ctx, input.ids)),
});
