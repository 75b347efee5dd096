import type { Transaction } from './client.ts';

/** What "Ann" and "ann" have in common. */
export function toHandleKey(handle: string): string {
  return handle.toLowerCase();
}

/** Whose handle it is, in whatever state they are. */
export async function findHandleOwnerId(
  tx: Transaction,
  handle: string,
): Promise<string | undefined> {
  const where = { handleKey: toHandleKey(handle) };
  return (await tx.member.findUnique({ where, select: { id: true } }))?.id;
}

/** Of `handleKeys`, those that somebody has, or gave up so lately that they are kept for them. */
export async function findUsedHandleKeys(
  tx: Transaction,
  args: { handleKeys: string[]; now: Date },
): Promise<Set<string>> {
  const handleKey = { in: args.handleKeys };
  const select = { handleKey: true };
  const had = await tx.member.findMany({ where: { handleKey }, select });
  const held = await tx.heldHandle.findMany({
    where: { handleKey, heldUntil: { gt: args.now } },
    select,
  });
  return new Set([...had, ...held].map((row) => row.handleKey));
}
