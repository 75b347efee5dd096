import { type Transaction, tryLockAdvisory } from '../db/client.ts';
import { removeDeadRefreshFamilies } from '../db/refresh-tokens.ts';
import { removeExpiredRevocations } from '../db/revocations.ts';
import { removeExpiredNonces } from '../db/used-nonces.ts';
import type { Deps } from '../deps.ts';

export type CleanupDeps = Pick<Deps, 'db' | 'now'>;

/** Any constant that no one else locks. */
const cleanupLockId = 72_317_302;
/** How long a session that has ended can still be asked about. */
const keptMs = 30 * 86_400_000;
/** Small enough to be done well within a statement's time. */
const batchSize = 1000;

/**
 * Removes sessions 30 days after their end, and revocations and nonces that nothing living can fall under. One process at a
 * time: where another is at it, there is nothing to do. Gives how many of each it removed.
 */
export async function cleanTokens(
  deps: CleanupDeps,
): Promise<{ sessions: number; revocations: number; nonces: number }> {
  const now = deps.now();
  const before = new Date(now.getTime() - keptMs);
  const limit = batchSize;
  return {
    sessions: await inBatches(deps, (tx) => removeDeadRefreshFamilies(tx, { before, limit })),
    revocations: await inBatches(deps, (tx) => removeExpiredRevocations(tx, { now, limit })),
    nonces: await inBatches(deps, (tx) => removeExpiredNonces(tx, { now, limit })),
  };
}

async function inBatches(
  deps: CleanupDeps,
  remove: (tx: Transaction) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await deps.db.$transaction(async (tx) =>
      (await tryLockAdvisory(tx, cleanupLockId)) ? remove(tx) : 0,
    );
    total += removed;
    if (removed < batchSize) return total;
  }
}
