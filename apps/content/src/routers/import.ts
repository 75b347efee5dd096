import { ImportContentInput, ImportResult } from '@dailyfeed/contract/import';

import { importContent } from '../domain/import.ts';
import { internalProcedure, router } from '../trpc.ts';

export const importRouter = router({
  content: internalProcedure
    .input(ImportContentInput)
    .output(ImportResult)
    .mutation(({ ctx, input }) => importContent(ctx, input)),
});
