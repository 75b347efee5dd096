import type { ContentTransaction } from '@dailyfeed/content-store/client';

import type { Deps } from '../deps.ts';

/** How long a member's reads go to the primary after a write; a replica lags far less. */
const ownWritesSeconds = 10;

/**
 * Runs `work` in one transaction: its facts and their events are committed together or not at all. Then the relay is
 * woken, and readers are told that this member expects to see their own change.
 */
export async function write<T>(
  deps: Deps,
  memberId: string,
  work: (tx: ContentTransaction) => Promise<T>,
): Promise<T> {
  const result = await deps.db.$transaction(work);
  deps.events.wake();
  await announceWrite(deps, memberId);
  return result;
}

async function announceWrite(deps: Deps, memberId: string): Promise<void> {
  try {
    await deps.redis.set(`wrote:${memberId}`, '1', 'EX', ownWritesSeconds);
  } catch {
    // The write is committed. Without Redis a reader may see it late, by a replica's lag; its state is logged elsewhere.
  }
}
