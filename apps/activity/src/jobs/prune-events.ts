import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import type { Job } from '@dailyfeed/service-kit/job';

import type { ActivityDatabase } from '../db/client.ts';
import { removeSome } from '../db/remove-some.ts';
import { endsWithTime } from '../db/tombstones.ts';
import { placeExcerpts } from '../domain/excerpt-place.ts';

const dayMs = 86_400_000;
const letterKeptDays = 30;
const notificationKeptDays = 90;

/**
 * Deletes dead letters 30 days after they were resent or parked, notifications after 90 days, and activities, with what
 * is kept of their texts and of what is gone, after their retention; what moderation hides is remembered as long as the
 * text is there. Says of words that an older release kept what post they go with. Sent rows of the outboxes go with
 * their relays, marks of processed events by themselves.
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
      const { db } = deps;
      const told = { $lt: daysAgo(notificationKeptDays) };
      const done = { $lt: daysAgo(deps.retentionDays) };
      const notifications = await inBatches(signal, () =>
        removeSome(db.notifications, { occurredAt: told }),
      );
      const withheld = await inBatches(signal, () => removeSome(db.withheld, { occurredAt: told }));
      const activities = await inBatches(signal, () =>
        removeSome(db.activities, { occurredAt: done }),
      );
      const excerpts = await inBatches(signal, () => removeSome(db.excerpts, { at: done }));
      const tombstones = await inBatches(signal, () =>
        removeSome(db.tombstones, { at: done, ...endsWithTime }),
      );
      const placed = await inBatches(signal, () => placeExcerpts(db, deps.now()));
      const removed = { letters, activities, notifications, withheld, excerpts, tombstones };
      return [placed, ...Object.values(removed)].some((count) => count > 0)
        ? { removed, placed }
        : undefined;
    },
  };
}

async function inBatches(signal: AbortSignal, remove: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let removed = 1; removed > 0 && !signal.aborted; total += removed) removed = await remove();
  return total;
}
