import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { sweepImages } from '../domain/sweep.ts';

/** Removes uploads that nobody has claimed for a day, and what was left half done. */
export function createSweepImagesJob(
  deps: Pick<Deps, 'db' | 'store' | 'cdn' | 'holders' | 'log' | 'now'>,
): Job {
  return {
    name: 'sweep-images',
    // Soon after the start, so that a process that is replaced every hour sweeps too.
    firstAfterMs: 120_000,
    everyMs: 3_600_000,
    run: (signal) => sweepImages(deps, signal),
  };
}
