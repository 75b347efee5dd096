import type { Transaction } from './client.ts';

/** Exports of a member that began behind `since`, the earliest first. */
export async function listExportsSince(
  tx: Transaction,
  args: { memberId: string; since: Date },
): Promise<{ id: string; startedAt: Date; seenAt: Date; finishedAt: Date | null }[]> {
  return tx.accountExport.findMany({
    where: { memberId: args.memberId, startedAt: { gt: args.since } },
    orderBy: { startedAt: 'asc' },
  });
}

export async function insertExport(
  tx: Transaction,
  row: { id: string; memberId: string; startedAt: Date },
): Promise<void> {
  await tx.accountExport.create({ data: { ...row, seenAt: row.startedAt } });
}

export async function updateExport(
  tx: Transaction,
  id: string,
  change: { seenAt?: Date; finishedAt?: Date; itemCount?: number; itemTotal?: number },
): Promise<void> {
  await tx.accountExport.updateMany({ where: { id }, data: change });
}

/** As if it had not begun. */
export async function deleteExport(tx: Transaction, id: string): Promise<void> {
  await tx.accountExport.deleteMany({ where: { id } });
}

/** The export under way that was seen behind `since`. */
export async function findRunningExport(
  tx: Transaction,
  args: { memberId: string; since: Date },
): Promise<{ itemCount: number; itemTotal: number } | undefined> {
  const row = await tx.accountExport.findFirst({
    where: { memberId: args.memberId, finishedAt: null, seenAt: { gt: args.since } },
    orderBy: { startedAt: 'desc' },
    select: { itemCount: true, itemTotal: true },
  });
  return row ?? undefined;
}

/** Removes up to `limit` that began before `before`; gives how many. */
export async function removeOldExports(
  tx: Transaction,
  args: { before: Date; limit: number },
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM account_exports WHERE id IN (
      SELECT id FROM account_exports
      WHERE started_at < ${args.before}::timestamptz LIMIT ${args.limit}::int)`;
}
