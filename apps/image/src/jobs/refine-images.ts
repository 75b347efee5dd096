import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { refineImages } from '../domain/refine.ts';

/** Makes the smaller format of what was uploaded lately. */
export function createRefineImagesJob(
  deps: Pick<Deps, 'db' | 'store' | 'lanes' | 'settings' | 'log' | 'now'>,
): Job {
  return {
    name: 'refine-images',
    everyMs: 10_000,
    run: (signal) => refineImages(deps, signal),
  };
}
