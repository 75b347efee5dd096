import {
  ModerationActionPage,
  ModerationActionsInput,
  ReportedSubjectInput,
  ReportPage,
  ReportsInput,
  ResolveReportInput,
  ResolveState,
  SubjectVersions,
} from '@dailyfeed/contract/report';

import { resolveReport } from '../domain/moderation.ts';
import { listModerationActions, listReports, listSubjectVersions } from '../domain/report-list.ts';
import { adminProcedure, router } from '../trpc.ts';

export const reportRouter = router({
  list: adminProcedure
    .input(ReportsInput)
    .output(ReportPage)
    .query(({ ctx, input }) => listReports(ctx, input)),

  versions: adminProcedure
    .input(ReportedSubjectInput)
    .output(SubjectVersions)
    .query(({ ctx, input }) => listSubjectVersions(ctx, input)),

  resolve: adminProcedure
    .input(ResolveReportInput)
    .output(ResolveState)
    .mutation(({ ctx, input }) => resolveReport(ctx, { ...input, actorId: ctx.memberId })),

  actions: adminProcedure
    .input(ModerationActionsInput)
    .output(ModerationActionPage)
    .query(({ ctx, input }) => listModerationActions(ctx, input)),
});
