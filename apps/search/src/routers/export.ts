import { ExportPage, SearchExportCounts, SearchExportInput } from '@dailyfeed/contract/export';

import { countExport, getExportPage } from '../domain/export.ts';
import { delegatedProcedure, router } from '../trpc.ts';

export const exportRouter = router({
  counts: delegatedProcedure
    .output(SearchExportCounts)
    .query(({ ctx }) => countExport(ctx, ctx.memberId)),

  page: delegatedProcedure
    .input(SearchExportInput)
    .output(ExportPage)
    .query(({ ctx }) => getExportPage(ctx, ctx.memberId)),
});
