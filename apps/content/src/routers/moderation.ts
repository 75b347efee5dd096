import { ScreenInput, ScreenState } from '@dailyfeed/contract/screening';

import { applyScreening } from '../domain/screening.ts';
import { internalProcedure, router } from '../trpc.ts';

export const moderationRouter = router({
  screen: internalProcedure
    .input(ScreenInput)
    .output(ScreenState)
    .mutation(({ ctx, input }) => applyScreening(ctx, input)),
});
