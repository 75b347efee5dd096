import type { ContentTransaction } from '@dailyfeed/content-store/client';

import type { Deps } from '../deps.ts';

/** Runs `work` in one transaction: its facts and their events are committed together or not at all. Then wakes the relay. */
export async function write<T>(
  deps: Deps,
  work: (tx: ContentTransaction) => Promise<T>,
): Promise<T> {
  const result = await deps.db.$transaction(work);
  deps.events.wake();
  return result;
}
