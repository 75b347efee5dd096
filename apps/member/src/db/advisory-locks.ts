import type { Transaction } from './client.ts';

/** What one transaction at a time does, by the id it locks for it: any numbers, of which no two are the same. */
const ids = {
  keys: 72_317_301,
  cleanup: 72_317_302,
  admins: 72_317_303,
  erasure: 72_317_304,
  import: 72_317_305,
} as const;
type Lock = keyof typeof ids;

/** Takes a lock to the end of this transaction, unless another holds it. */
export async function tryLockAdvisory(tx: Transaction, lock: Lock): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(${ids[lock]}) AS locked`;
  return row?.locked ?? false;
}

/** Waits until no other transaction holds a lock, and holds it to the end of this one. */
export async function lockAdvisory(tx: Transaction, lock: Lock): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ids[lock]})`;
}
