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
      const { db } = deps;
      const told = { $lt: daysAgo(notificationKeptDays) };
      const done = { $lt: daysAgo(deps.retentionDays) };
      return inSteps(signal, {
        letters: () => deps.deadLetters.removeResolved(daysAgo(letterKeptDays)),
        activities: () => removeSome(db.activities, { occurredAt: done }),
        notifications: () => removeSome(db.notifications, { occurredAt: told }),
        withheld: () => removeSome(db.withheld, { occurredAt: told }),
        excerpts: () => removeSome(db.excerpts, { at: done }),
        tombstones: () => removeSome(db.tombstones, { at: done, ...endsWithTime }),
        placed: () => placeExcerpts(db, deps.now()),
      });
    },
  };
}

/** Takes each step until nothing is left of it, and the next also where one fails. Gives how many each dealt with. */
async function inSteps(
  signal: AbortSignal,
  steps: Record<string, () => Promise<number>>,
): Promise<Record<string, number> | undefined> {
  const counts: Record<string, number> = {};
  const failures: unknown[] = [];
  for (const [name, step] of Object.entries(steps)) {
    try {
      for (let count = 1; count > 0 && !signal.aborted;) {
        count = await step();
        if (count > 0) counts[name] = (counts[name] ?? 0) + count;
      }
    } catch (error) {
      failures.push(new Error(`${name} not deleted`, { cause: error }));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything was deleted');
  return Object.keys(counts).length === 0 ? undefined : counts;
}
