import type { ContentTransaction, ReportRow } from '@dailyfeed/content-store/client';
import {
  ModerationActionKind,
  type Report,
  ReportedKind,
  type ReportedSubject,
  ReportReason,
} from '@dailyfeed/contract/report';

export type NewReport = Omit<ReportRow, 'resolvedAt' | 'resolution'>;

/** One member reports one thing once: the first report stands. */
export async function insertMissingReport(
  tx: ContentTransaction,
  report: NewReport,
): Promise<void> {
  await tx.report.createMany({ data: [report], skipDuplicates: true });
}

/** Screening reports a thing again once its last report is decided, never twice while it waits; gives whether it did. */
export async function insertScreeningReport(
  tx: ContentTransaction,
  report: Omit<NewReport, 'reporterId'>,
): Promise<boolean> {
  const data = [{ ...report, reporterId: null }];
  const { count } = await tx.report.createMany({ data, skipDuplicates: true });
  return count > 0;
}

/** The oldest first while they wait; those that were decided, the latest first. */
export async function findReports(
  tx: ContentTransaction,
  args: { state: 'open' | 'resolved'; after: string | null; limit: number },
): Promise<ReportRow[]> {
  const isOpen = args.state === 'open';
  return tx.report.findMany({
    where: {
      resolvedAt: isOpen ? null : { not: null },
      ...(args.after !== null && { id: isOpen ? { gt: args.after } : { lt: args.after } }),
    },
    orderBy: { id: isOpen ? 'asc' : 'desc' },
    take: args.limit,
  });
}

/** Decides the reports of a subject that wait; gives how many. */
export async function resolveReports(
  tx: ContentTransaction,
  subject: { kind: ReportedKind; id: string },
  decision: { resolution: ModerationActionKind; resolvedAt: Date },
): Promise<number> {
  const { count } = await tx.report.updateMany({
    where: { kind: subject.kind, subjectId: subject.id, resolvedAt: null },
    data: decision,
  });
  return count;
}

/** Takes back what screening has reported of a subject and no admin has decided. */
export async function resolveScreeningReport(
  tx: ContentTransaction,
  subject: { kind: ReportedKind; id: string },
  decision: { resolution: ModerationActionKind; resolvedAt: Date },
): Promise<void> {
  await tx.report.updateMany({
    where: { kind: subject.kind, subjectId: subject.id, reporterId: null, resolvedAt: null },
    data: decision,
  });
}

/** What the reports are about, by kind and id; two statements, however many there are. */
export async function findReportedSubjects(
  tx: ContentTransaction,
  reports: ReportRow[],
): Promise<Map<string, ReportedSubject>> {
  const idsOf = (kind: ReportedKind): string[] =>
    reports.filter((report) => report.kind === kind).map((report) => report.subjectId);
  const [posts, comments] = await Promise.all([
    tx.post.findMany({ where: { id: { in: idsOf('post') } } }),
    tx.comment.findMany({ where: { id: { in: idsOf('comment') } } }),
  ]);
  const subjects = [
    ...posts.map((row) => ({ kind: 'post' as const, postId: row.id, row })),
    ...comments.map((row) => ({ kind: 'comment' as const, postId: row.postId, row })),
  ];
  return new Map(
    subjects.map(({ kind, postId, row }) => [
      subjectKey({ kind, id: row.id }),
      {
        kind,
        id: row.id,
        postId,
        authorId: row.authorId,
        text: row.text,
        isDeleted: row.deletedAt !== null,
        isHidden: row.hiddenAt !== null,
      },
    ]),
  );
}

export function subjectKey(subject: { kind: string; id: string }): string {
  return `${subject.kind}/${subject.id}`;
}

export function toReport(row: ReportRow, found: ReportedSubject | undefined): Report {
  const kind = ReportedKind.parse(row.kind);
  const { subjectId: id, postId } = row;
  const erased = { authorId: null, text: '', isDeleted: true, isHidden: false };
  return {
    id: row.id,
    subject: found ?? { kind, id, postId, ...erased },
    reporterId: row.reporterId,
    reason: ReportReason.parse(row.reason),
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    resolution: ModerationActionKind.nullable().parse(row.resolution),
  };
}
