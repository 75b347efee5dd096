import { ExportPage, ImageExportCounts, ImageExportInput } from '@dailyfeed/contract/export';

import { countExport, getExportPage } from '../domain/export.ts';
import { delegatedProcedure, router } from '../trpc.ts';

export const exportRouter = router({
  counts: delegatedProcedure
    .output(ImageExportCounts)
    .query(({ ctx }) => countExport(ctx, ctx.memberId)),

  page: delegatedProcedure
    .input(ImageExportInput)
    .output(ExportPage)
    .query(({ ctx, input }) => getExportPage(ctx, { ...input, memberId: ctx.memberId })),
});
