import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from '@dailyfeed/service-kit/log';

import { type CleanupDeps, cleanTokens } from '../domain/token-cleanup.ts';

/** Soon after the start, so that a process that is replaced every day cleans too; then once a day. */
const firstAfterMs = 60_000;
const everyMs = 86_400_000;

/** Removes dead sessions and revocations for as long as the service runs, whether or not a scheduler does so too. */
export function startTokenCleanup(deps: CleanupDeps & { log: Log }): AsyncDisposable {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    for (let waitMs = firstAfterMs; await pause(waitMs, stopping.signal); waitMs = everyMs) {
      await cleanAndTell(deps);
    }
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
async function pause(waitMs: number, signal: AbortSignal): Promise<boolean> {
  return delay(waitMs, true, { signal, ref: false }).catch(() => false);
}

async function cleanAndTell(deps: CleanupDeps & { log: Log }): Promise<void> {
  try {
    const removed = await cleanTokens(deps);
    deps.log.info({ removed }, 'tokens cleaned up');
  } catch (error) {
    // What is left takes up room and does no harm; tomorrow is another day.
    deps.log.error({ err: error }, 'tokens not cleaned up');
  }
}
