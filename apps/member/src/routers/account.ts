import { DeactivateInput } from '@dailyfeed/contract/account';
import * as z from 'zod';

import { deactivate } from '../domain/deactivation.ts';
import { memberProcedure, router } from '../trpc.ts';

export const accountRouter = router({
  deactivate: memberProcedure
    .input(DeactivateInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => {
      await deactivate(ctx, input, ctx.identity);
      ctx.session.clear();
    }),
});
