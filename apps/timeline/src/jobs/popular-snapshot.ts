import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { takeRankings } from '../domain/ranking.ts';

/** Fixes the ranks of the popular and the most commented posts, for readers to page through. */
export function createPopularSnapshotJob(
  deps: Pick<Deps, 'jobDb' | 'state' | 'namespace' | 'now'>,
): Job {
  return {
    name: `${deps.namespace}popular-snapshot`,
    firstAfterMs: 0,
    everyMs: 60_000,
    // Every minute anew; a line each would drown the log.
    run: async (signal) => {
      await takeRankings(deps, signal);
      return undefined;
    },
  };
}
