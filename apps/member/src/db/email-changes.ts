import type { EmailChangeRow, Transaction } from './client.ts';

/** Writes down a member's wish for another address, in place of an earlier one. */
export async function upsertEmailChange(
  tx: Transaction,
  change: Pick<EmailChangeRow, 'id' | 'memberId' | 'newEmail' | 'requestedAt'>,
): Promise<void> {
  const { memberId, ...wish } = change;
  await tx.emailChange.upsert({
    where: { memberId },
    create: { memberId, ...wish },
    update: { ...wish, oldConfirmedAt: null, newConfirmedAt: null },
  });
}

export async function findEmailChange(
  tx: Transaction,
  id: string,
): Promise<EmailChangeRow | undefined> {
  return (await tx.emailChange.findUnique({ where: { id } })) ?? undefined;
}

/** Notes what one side has confirmed, and gives the whole; the row stays locked, so the second side sees the first. */
export async function confirmEmailChange(
  tx: Transaction,
  id: string,
  confirmed: { oldConfirmedAt: Date } | { newConfirmedAt: Date },
): Promise<EmailChangeRow | undefined> {
  const { count } = await tx.emailChange.updateMany({ where: { id }, data: confirmed });
  return count === 0 ? undefined : findEmailChange(tx, id);
}

export async function deleteEmailChange(tx: Transaction, id: string): Promise<void> {
  await tx.emailChange.deleteMany({ where: { id } });
}
