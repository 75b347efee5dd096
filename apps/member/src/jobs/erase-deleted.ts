import type { Job } from '@dailyfeed/service-kit/job';

import { eraseDeleted, type ErasureDeps } from '../domain/erasure.ts';

/** Erases the accounts whose days of grace are over. One process at a time: its transactions lock. */
export function createEraseDeletedJob(deps: ErasureDeps): Job {
  return {
    name: 'erase-deleted',
    // Soon after the start, so that a process that is replaced every day erases too.
    firstAfterMs: 60_000,
    everyMs: 86_400_000,
    run: async (signal) => {
      const { erased, failed } = await eraseDeleted(deps, signal);
      if (failed > 0) throw new Error(`${failed} accounts could not be erased`);
      return erased > 0 ? { erased } : undefined;
    },
  };
}
