import type { Job } from '@dailyfeed/service-kit/job';

import { rotateKeys, type RotationDeps } from '../domain/key-rotation.ts';

/** Keeps the signing keys up to date. One process at a time: its transaction locks. */
export function createRotateKeysJob(deps: RotationDeps): Job {
  return {
    name: 'rotate-keys',
    // Often, so that a restart never puts a rotation off by much; a key is replaced when its hour is over.
    everyMs: 60_000,
    run: async () => {
      const steps = await rotateKeys(deps, { when: 'due' });
      return steps.length > 0 ? { steps } : undefined;
    },
  };
}
