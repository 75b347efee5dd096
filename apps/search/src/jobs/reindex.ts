import type { Job } from '@dailyfeed/service-kit/job';

import type { Deps } from '../deps.ts';
import { needsRebuild, rebuild, removeRetired } from '../domain/rebuild.ts';

type ReindexDeps = Pick<Deps, 'db' | 'members' | 'content'>;

/** Builds the index where none has been built, goes on with what was broken off, and removes what served before. */
export function createReindexJob(deps: ReindexDeps): Job {
  return {
    name: 'reindex',
    // What it reads from starts at the same time.
    firstAfterMs: 10_000,
    everyMs: 30_000,
    run: async (signal) => {
      const facts = (await needsRebuild(deps.db)) ? await rebuild(deps, signal) : undefined;
      const removed = await removeRetired(deps);
      return facts ?? (removed > 0 ? { removed } : undefined);
    },
  };
}

/** The same, whether or not it is needed. */
export function createRebuildJob(deps: ReindexDeps): Job {
  return { ...createReindexJob(deps), run: (signal) => rebuild(deps, signal) };
}
