import { removeOldExports } from '../db/account-exports.ts';
import { tryLockAdvisory } from '../db/advisory-locks.ts';
import type { Transaction } from '../db/client.ts';
import { removeDeadLinkTokens } from '../db/link-tokens.ts';
import { removeDoneMails } from '../db/mails.ts';
import { removeDeadRefreshFamilies } from '../db/refresh-tokens.ts';
import { removeExpiredRevocations } from '../db/revocations.ts';
import { removeExpiredNonces } from '../db/used-nonces.ts';
import type { Deps } from '../deps.ts';

export type CleanupDeps = Pick<Deps, 'db' | 'now'>;

const dayMs = 86_400_000;
/** How long a session that has ended can still be asked about, and why a mail never went out. */
const longKeptMs = 30 * dayMs;
/** How long links that are of no use any more and mails that were sent can be asked about: "it does not work". */
const shortKeptMs = 7 * dayMs;
/** As long as an export counts. */
const exportKeptMs = dayMs;
/** Small enough to be done well within a statement's time. */
const batchSize = 1000;

export type Removed = {
  sessions: number;
  revocations: number;
  nonces: number;
  links: number;
  mails: number;
  exports: number;
};

/**
 * Removes sessions 30 days after their end, revocations and nonces that nothing living can fall under, links a week after they
 * were used or expired, mails a week after they were sent or 30 days after they were written in vain, and the traces
 * of exports after a day. One process at a time: where another is at it, there is nothing to do. Gives how many of each
 * it removed.
 */
export async function cleanTokens(deps: CleanupDeps): Promise<Removed> {
  const now = deps.now();
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  const limit = batchSize;
  const before = ago(longKeptMs);
  const lately = ago(shortKeptMs);
  return {
    sessions: await inBatches(deps, (tx) => removeDeadRefreshFamilies(tx, { before, limit })),
    revocations: await inBatches(deps, (tx) => removeExpiredRevocations(tx, { now, limit })),
    nonces: await inBatches(deps, (tx) => removeExpiredNonces(tx, { now, limit })),
    links: await inBatches(deps, (tx) => removeDeadLinkTokens(tx, { before: lately, limit })),
    mails: await inBatches(deps, (tx) =>
      removeDoneMails(tx, { sentBefore: lately, writtenBefore: before, limit }),
    ),
    exports: await inBatches(deps, (tx) =>
      removeOldExports(tx, { before: ago(exportKeptMs), limit }),
    ),
  };
}

async function inBatches(
  deps: CleanupDeps,
  remove: (tx: Transaction) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await deps.db.$transaction(async (tx) =>
      (await tryLockAdvisory(tx, 'cleanup')) ? remove(tx) : 0,
    );
    total += removed;
    if (removed < batchSize) return total;
  }
}
