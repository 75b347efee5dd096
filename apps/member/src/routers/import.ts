import { ImportMembersInput, ImportResult } from '@dailyfeed/contract/import';

import { importMembers } from '../domain/import.ts';
import { internalProcedure, router } from '../trpc.ts';

export const importRouter = router({
  members: internalProcedure
    .input(ImportMembersInput)
    .output(ImportResult)
    .mutation(({ ctx, input }) => importMembers(ctx, input)),
});
