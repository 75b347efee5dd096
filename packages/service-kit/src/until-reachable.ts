import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from './log.ts';
import { isStoreUnavailable } from './unavailable.ts';

const defaultPatienceMs = 30_000;
const pauseMs = 500;

/**
 * Calls `action` again while the store it needs is away, so that a service and its database may start together.
 * Rejects with the last error once `patienceMs` (30 s) have passed, and at once with any other error.
 */
export async function untilReachable<T>(
  action: () => Promise<T>,
  options: { log: Pick<Log, 'warn'>; patienceMs?: number },
): Promise<T> {
  const deadline = performance.now() + (options.patienceMs ?? defaultPatienceMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (!isStoreUnavailable(error) || performance.now() + pauseMs > deadline) throw error;
      if (attempt === 1) options.log.warn({ err: error }, 'store away, waiting for it');
      await delay(pauseMs);
    }
  }
}
