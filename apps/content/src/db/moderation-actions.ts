import type { ContentTransaction, ModerationActionRow } from '@dailyfeed/content-store/client';
import { HiddenBy } from '@dailyfeed/contract/hiding';
import type { MemberSummary } from '@dailyfeed/contract/member';
import {
  type ModerationAction,
  ModerationActionKind,
  ReportedKind,
} from '@dailyfeed/contract/report';

/** Writes down what an admin, or screening, did; it stays, without names and notes that have to go. */
export async function insertModerationAction(
  tx: ContentTransaction,
  action: ModerationActionRow,
): Promise<void> {
  await tx.moderationAction.createMany({ data: [action] });
}

/** Takes out what was noted of these posts or comments, which may be words of theirs; that something was done stays. */
export async function removeModerationNotes(
  tx: ContentTransaction,
  { kind, ids }: { kind: ReportedKind; ids: string[] },
): Promise<void> {
  await tx.moderationAction.updateMany({
    where: { kind, subjectId: { in: ids }, note: { not: '' } },
    data: { note: '' },
  });
}

/** The latest first. */
export async function findModerationActions(
  tx: ContentTransaction,
  args: {
    subject: { kind: ReportedKind; id: string } | null;
    before: string | null;
    limit: number;
  },
): Promise<ModerationActionRow[]> {
  return tx.moderationAction.findMany({
    where: {
      ...(args.subject && { kind: args.subject.kind, subjectId: args.subject.id }),
      ...(args.before !== null && { id: { lt: args.before } }),
    },
    orderBy: { id: 'desc' },
    take: args.limit,
  });
}

export function toModerationAction(
  row: ModerationActionRow,
  actor: MemberSummary | null,
): ModerationAction {
  return {
    id: row.id,
    kind: ReportedKind.parse(row.kind),
    subjectId: row.subjectId,
    by: HiddenBy.parse(row.by),
    actorId: row.actorId,
    actor,
    action: ModerationActionKind.parse(row.action),
    note: row.note,
    createdAt: row.createdAt.toISOString(),
  };
}
