import { ExportProgress } from '@dailyfeed/contract/export';

import { getExportProgress } from '../domain/export-claim.ts';
import { memberProcedure, router } from '../trpc.ts';

export const exportRouter = router({
  progress: memberProcedure
    .output(ExportProgress)
    .query(({ ctx }) => getExportProgress(ctx, ctx.memberId)),
});
