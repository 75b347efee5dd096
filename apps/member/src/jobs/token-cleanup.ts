import type { Job } from '@dailyfeed/service-kit/job';

import { type CleanupDeps, cleanTokens } from '../domain/token-cleanup.ts';

/** Removes sessions, revocations, links, mails and traces of exports that are over. One process at a time: its transactions lock. */
export function createTokenCleanupJob(deps: CleanupDeps): Job {
  return {
    name: 'token-cleanup',
    // Soon after the start, so that a process that is replaced every day cleans too.
    firstAfterMs: 60_000,
    everyMs: 86_400_000,
    run: async () => ({ removed: await cleanTokens(deps) }),
  };
}
