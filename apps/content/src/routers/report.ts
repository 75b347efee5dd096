import { PageInput } from '@dailyfeed/contract/page';
import {
  ModerationActionPage,
  ReportPage,
  ReportsInput,
  ResolveReportInput,
  ResolveState,
} from '@dailyfeed/contract/report';

import { listModerationActions, listReports, resolveReport } from '../domain/moderation.ts';
import { adminProcedure, router } from '../trpc.ts';

export const reportRouter = router({
  list: adminProcedure
    .input(ReportsInput)
    .output(ReportPage)
    .query(({ ctx, input }) => listReports(ctx, input)),

  resolve: adminProcedure
    .input(ResolveReportInput)
    .output(ResolveState)
    .mutation(({ ctx, input }) => resolveReport(ctx, { ...input, actorId: ctx.memberId })),

  actions: adminProcedure
    .input(PageInput)
    .output(ModerationActionPage)
    .query(({ ctx, input }) => listModerationActions(ctx, input)),
});
