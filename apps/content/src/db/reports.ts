import type { ContentTransaction, ReportRow } from '@dailyfeed/content-store/client';
import { Prisma } from '@dailyfeed/content-store/generated/client';
import {
  ModerationActionKind,
  type Report,
  type ReportedKind,
  ReportReason,
} from '@dailyfeed/contract/report';

export type NewReport = Omit<ReportRow, 'resolvedAt' | 'resolution'>;

/** One member reports one text once, and one thing once while that waits. Gives how many were not there yet: 1 or 0. */
export async function insertMissingReport(
  tx: ContentTransaction,
  report: NewReport,
): Promise<number> {
  const { count } = await tx.report.createMany({ data: [report], skipDuplicates: true });
  return count;
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

/** A post or comment that was reported, by the report that gives it its place, and how many there are. */
export type FoundCase = {
  id: string;
  kind: ReportedKind;
  subjectId: string;
  postId: string;
  reportCount: number;
};
type State = 'open' | 'resolved';

/** Each thing once, by its oldest report while it waits; those that were decided, by the latest. */
export async function findReportCases(
  tx: ContentTransaction,
  args: {
    state: State;
    kind: ReportedKind | null;
    reason: ReportReason | null;
    after: string | null;
    limit: number;
  },
): Promise<FoundCase[]> {
  const isOpen = args.state === 'open';
  const [isOf, beyond, order] = isOpen
    ? [Prisma.sql`IS NULL`, Prisma.sql`>`, Prisma.sql`ASC`]
    : [Prisma.sql`IS NOT NULL`, Prisma.sql`<`, Prisma.sql`DESC`];
  const { kind, reason, after } = args;
  return tx.$queryRaw<FoundCase[]>`
    SELECT id, kind, subject_id AS "subjectId", post_id AS "postId", (
      SELECT count(*)::int FROM reports AS other
      WHERE other.kind = report.kind AND other.subject_id = report.subject_id AND other.resolved_at ${isOf}
    ) AS "reportCount"
    FROM reports AS report
    WHERE resolved_at ${isOf}
      ${kind === null ? Prisma.empty : Prisma.sql`AND kind = ${kind}`}
      ${after === null ? Prisma.empty : Prisma.sql`AND id ${beyond} ${after}::uuid`}
      AND NOT EXISTS (
        SELECT FROM reports AS other
        WHERE other.kind = report.kind AND other.subject_id = report.subject_id AND other.resolved_at ${isOf}
          AND report.id ${beyond} other.id)
      ${
        reason === null
          ? Prisma.empty
          : Prisma.sql`AND EXISTS (
        SELECT FROM reports AS other
        WHERE other.kind = report.kind AND other.subject_id = report.subject_id AND other.resolved_at ${isOf}
          AND other.reason = ${reason})`
      }
    ORDER BY id ${order} LIMIT ${args.limit}`;
}

/** The first `limit` reports of each of `cases`, the oldest first, by kind and id of what they are about. */
export async function findReportsOf(
  tx: ContentTransaction,
  args: { state: State; cases: FoundCase[]; limit: number },
): Promise<Map<string, ReportRow[]>> {
  const ids = args.cases.map((each) => each.subjectId);
  const isOf = args.state === 'open' ? Prisma.sql`IS NULL` : Prisma.sql`IS NOT NULL`;
  const rows = await tx.$queryRaw<ReportRow[]>`
    SELECT report.id, kind, subject_id AS "subjectId", version, post_id AS "postId", reporter_id AS "reporterId", reason, note,
      created_at AS "createdAt", resolved_at AS "resolvedAt", resolution
    FROM unnest(${ids}::uuid[]) AS subject(id) CROSS JOIN LATERAL (
      SELECT * FROM reports WHERE kind IN ('post', 'comment') AND subject_id = subject.id AND resolved_at ${isOf}
      ORDER BY id LIMIT ${args.limit}
    ) AS report
    ORDER BY report.id`;
  return Map.groupBy(rows, ({ kind, subjectId }) => `${kind}/${subjectId}`);
}

/** Whether there is, or was decided, a report of a post or comment. */
export async function isReported(
  tx: ContentTransaction,
  { kind, id: subjectId }: { kind: ReportedKind; id: string },
): Promise<boolean> {
  return (await tx.report.findFirst({ where: { kind, subjectId }, select: { id: true } })) !== null;
}

/** Versions of a post that reports are about, open or decided, the latest first. */
export async function findReportedVersions(
  tx: ContentTransaction,
  args: { postId: string; before: number; limit: number },
): Promise<number[]> {
  const rows = await tx.report.groupBy({
    by: ['version'],
    where: { kind: 'post', subjectId: args.postId, version: { lt: args.before } },
    orderBy: { version: 'desc' },
    take: args.limit,
  });
  return rows.map(({ version }) => version);
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

/** Of a comment whose text is erased: nothing is left to decide. Those of a post go with its row. */
export async function removeReportsOfComment(tx: ContentTransaction, id: string): Promise<void> {
  await tx.report.deleteMany({ where: { kind: 'comment', subjectId: id } });
}

export function toReport(row: ReportRow): Report {
  return {
    id: row.id,
    reporterId: row.reporterId,
    reason: ReportReason.parse(row.reason),
    version: row.version,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    resolution: ModerationActionKind.nullable().parse(row.resolution),
  };
}
