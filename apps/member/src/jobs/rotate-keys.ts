import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from '@dailyfeed/service-kit/log';

import { rotateKeys, type RotationDeps } from '../domain/key-rotation.ts';

/** Often, so that a restart never puts a rotation off by much; a key is replaced when its hour is over. */
const lookEveryMs = 60_000;

/** Keeps the signing keys up to date for as long as the service runs, whether or not a scheduler does so too. */
export function startKeyRotation(deps: RotationDeps & { log: Log }): AsyncDisposable {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (await pause(stopping.signal)) await rotateAndTell(deps);
  };
  const running = run();
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** False when there is nothing to wait for any more. */
async function pause(signal: AbortSignal): Promise<boolean> {
  return delay(lookEveryMs, true, { signal, ref: false }).catch(() => false);
}

async function rotateAndTell(deps: RotationDeps & { log: Log }): Promise<void> {
  try {
    const steps = await rotateKeys(deps, { when: 'due' });
    if (steps.length > 0) deps.log.info({ steps }, 'signing keys rotated');
  } catch (error) {
    // The key that signs goes on signing; the next look tries again.
    deps.log.error({ err: error }, 'signing keys not rotated');
  }
}
