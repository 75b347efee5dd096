import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { sweepLeftovers } from '../domain/leftover.ts';

/** Removes files of a killed process: each process its own folder's, so without a lease, and first when it starts. */
export function createSweepLeftoversJob(deps: Pick<Deps, 'store' | 'settings' | 'now'>): Job {
  return {
    name: 'sweep-leftovers',
    firstAfterMs: 0,
    everyMs: 3_600_000,
    run: () => sweepLeftovers(deps),
  };
}
