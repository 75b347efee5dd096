import type { Transaction } from './client.ts';

/** Keeps a handle for its member until `heldUntil`. */
export async function holdHandle(
  tx: Transaction,
  hold: { handleKey: string; memberId: string; heldUntil: Date },
): Promise<void> {
  const { handleKey, memberId, heldUntil } = hold;
  await tx.heldHandle.upsert({
    where: { handleKey },
    create: hold,
    update: { memberId, heldUntil },
  });
}

/** Who gave up this handle lately; undefined when nobody did. */
export async function findHolderId(
  tx: Transaction,
  handleKey: string,
  now: Date,
): Promise<string | undefined> {
  const hold = await tx.heldHandle.findUnique({ where: { handleKey, heldUntil: { gt: now } } });
  return hold?.memberId;
}

/** Who gave up one of the handles lately, by its key; a disabled member is found by nobody. */
export async function findHolderIds(
  tx: Transaction,
  handleKeys: string[],
  now: Date,
): Promise<Map<string, string>> {
  const rows = await tx.heldHandle.findMany({
    where: { handleKey: { in: handleKeys }, heldUntil: { gt: now }, member: { disabledAt: null } },
    select: { handleKey: true, memberId: true },
  });
  return new Map(rows.map((row) => [row.handleKey, row.memberId]));
}

export async function removeHold(tx: Transaction, handleKey: string): Promise<void> {
  await tx.heldHandle.deleteMany({ where: { handleKey } });
}

/** How many handles are kept for a member. */
export async function countHolds(tx: Transaction, memberId: string, now: Date): Promise<number> {
  return tx.heldHandle.count({ where: { memberId, heldUntil: { gt: now } } });
}

/** Forgets what need not be known any longer. Skips what another transaction is at, which is then its business. */
export async function removeEndedHolds(tx: Transaction, now: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM held_handles WHERE handle_key IN (
      SELECT handle_key FROM held_handles WHERE held_until <= ${now.toISOString()}::timestamptz
      FOR UPDATE SKIP LOCKED)`;
}
