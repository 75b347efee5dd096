import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { eraseDeleted } from '../domain/erase.ts';

/** Erases what has been deleted for 30 days. Several processes may be at it: each takes what no other holds. */
export function createEraseDeletedJob(deps: Pick<Deps, 'db' | 'now'>): Job {
  return {
    name: 'erase-deleted-content',
    // Soon after the start, so that a process that is replaced every day erases too.
    firstAfterMs: 120_000,
    everyMs: 86_400_000,
    run: (signal) => eraseDeleted(deps, signal),
  };
}
