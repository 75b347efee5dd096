import { MemberIdInput } from '@dailyfeed/contract/member';
import {
  DismissState,
  Recommendation,
  RecommendationsInput,
} from '@dailyfeed/contract/recommendation';
import * as z from 'zod';

import { dismissRecommendation, recommendMembers } from '../domain/recommendation.ts';
import { memberProcedure, router } from '../trpc.ts';

export const recommendationRouter = router({
  members: memberProcedure
    .input(RecommendationsInput)
    .output(z.array(Recommendation))
    .query(({ ctx, input }) => recommendMembers(ctx, { ...input, memberId: ctx.memberId })),

  dismiss: memberProcedure
    .input(MemberIdInput)
    .output(DismissState)
    .mutation(({ ctx, input }) =>
      dismissRecommendation(ctx, { memberId: ctx.memberId, dismissedId: input.memberId }),
    ),
});
