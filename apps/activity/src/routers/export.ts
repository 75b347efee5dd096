import { ActivityExportCounts, ActivityExportInput, ExportPage } from '@dailyfeed/contract/export';

import { countExport, getExportPage } from '../domain/export.ts';
import { delegatedProcedure, router } from '../trpc.ts';

export const exportRouter = router({
  counts: delegatedProcedure
    .output(ActivityExportCounts)
    .query(({ ctx }) => countExport(ctx, ctx.memberId)),

  page: delegatedProcedure
    .input(ActivityExportInput)
    .output(ExportPage)
    .query(({ ctx, input }) => getExportPage(ctx, { ...input, memberId: ctx.memberId })),
});
