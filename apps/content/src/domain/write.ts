import type { ContentTransaction } from '@dailyfeed/content-store/client';

import type { Deps } from '../deps.ts';

/**
 * Runs the `work` of a member in one transaction: its facts and their events are committed together or not at all, and
 * one transaction of a member at a time. Then wakes the relay, and tells readers that this member has just written.
 */
export async function write<T>(
  deps: Deps,
  memberId: string,
  work: (tx: ContentTransaction) => Promise<T>,
): Promise<T> {
  const result = await deps.turns.take(memberId, () => deps.db.$transaction(work));
  deps.events.wake();
  await deps.recentWriters.mark(memberId);
  return result;
}
