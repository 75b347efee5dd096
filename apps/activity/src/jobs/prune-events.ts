import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import type { Job } from '@dailyfeed/service-kit/job';

import { removeActivities } from '../db/activity.ts';
import type { ActivityDatabase } from '../db/client.ts';

const dayMs = 86_400_000;
const letterKeptDays = 30;

/**
 * Deletes dead letters 30 days after they were resent or parked, and activities after their retention. Sent rows of
 * the outboxes go with their relays, marks of processed events by themselves.
 */
export function createPruneEventsJob(deps: {
  db: ActivityDatabase;
  deadLetters: Pick<DeadLetters, 'removeResolved'>;
  retentionDays: number;
  now(): Date;
}): Job {
  const daysAgo = (days: number): Date => new Date(deps.now().getTime() - days * dayMs);
  return {
    name: 'prune-events',
    // Soon after the start, so that a process that is replaced every day prunes too.
    firstAfterMs: 120_000,
    everyMs: dayMs,
    run: async (signal) => {
      const letters = await inBatches(signal, () =>
        deps.deadLetters.removeResolved(daysAgo(letterKeptDays)),
      );
      const activities = await inBatches(signal, () =>
        removeActivities(deps.db, daysAgo(deps.retentionDays)),
      );
      return letters + activities === 0 ? undefined : { removed: { letters, activities } };
    },
  };
}

async function inBatches(signal: AbortSignal, remove: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let removed = 1; removed > 0 && !signal.aborted; total += removed) removed = await remove();
  return total;
}
