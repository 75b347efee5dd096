import type { Job } from '@dailyfeed/service-kit/job';

import { findJobRun, saveJobRun } from '../db/job-runs.ts';
import type { Deps } from '../deps.ts';
import { reconcileCounters } from '../domain/reconcile.ts';

const name = 'reconcile-counters';
/** An hour more than a night, so that a service leaves it to the scheduler where there is one. */
const dueAfterMs = 25 * 3_600_000;

/** Sets counters to what their rows say. One process at a time, and once a night for all: its transactions lock. */
export function createReconcileCountersJob(deps: Pick<Deps, 'db' | 'now'>): Job {
  const { db, now } = deps;
  return {
    name,
    // Behind what has more of a hurry.
    firstAfterMs: 300_000,
    everyMs: 3_600_000,
    isDue: async () => {
      const doneAt = await findJobRun(db, name);
      return doneAt === undefined || now().getTime() - doneAt.getTime() >= dueAfterMs;
    },
    run: async (signal) => {
      const facts = await reconcileCounters(deps, signal);
      // One that was ended goes on from the beginning soon.
      if (!signal.aborted) await saveJobRun(db, { name, doneAt: now() });
      return facts;
    },
  };
}
