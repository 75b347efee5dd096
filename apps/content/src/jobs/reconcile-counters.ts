import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { reconcileCounters } from '../domain/reconcile.ts';

/** Sets counters to what their rows say. One process at a time: its transactions lock. */
export function createReconcileCountersJob(deps: Pick<Deps, 'db'>): Job {
  return {
    name: 'reconcile-counters',
    // So that a process that is replaced every day counts too; behind what has more of a hurry.
    firstAfterMs: 300_000,
    everyMs: 86_400_000,
    run: (signal) => reconcileCounters(deps, signal),
  };
}
