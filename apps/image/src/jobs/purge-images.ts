import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { purgeImages } from '../domain/purging.ts';

/** Has the CDN forget what must not be served any longer. */
export function createPurgeImagesJob(deps: Pick<Deps, 'db' | 'cdn' | 'log' | 'now'>): Job {
  return {
    name: 'purge-images',
    everyMs: 5000,
    run: (signal) => purgeImages(deps, signal),
  };
}
