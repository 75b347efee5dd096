import { setTimeout as delay } from 'node:timers/promises';

import { backoffMs } from './backoff.ts';
import { isRetriable } from './bus.ts';

const retryBackoff = { firstMs: 100, maxMs: 2000 };
/** A broker that starts has read within seconds what groups it is in charge of, and of which partitions it is the leader. */
const patienceMs = 30_000;

/**
 * Does `work` again while a broker that is there says that it cannot do its part just now: the client passes on some of
 * that at once, as when a coordinator is loading. Ends with the failure once nothing else has come of it for 30 s.
 * Brokers that are away are not waited for (unless the client does not say so, see `isRetriable`), and nothing is once
 * `signal` says that the process ends.
 */
export async function whileRetriable<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  let failures = 0;
  let failingSince = 0;
  for (;;) {
    const startedAt = performance.now();
    try {
      return await work();
    } catch (error) {
      // What went well for that long is another matter.
      if (failures === 0 || performance.now() - startedAt >= patienceMs) {
        failures = 0;
        failingSince = performance.now();
      }
      const isOver = performance.now() - failingSince >= patienceMs || signal?.aborted;
      if (isOver || !isRetriable(error)) throw error;
    }
    failures += 1;
    // One that is ended meanwhile is tried for the last time.
    await delay(backoffMs(failures, retryBackoff), undefined, { signal }).catch(() => undefined);
  }
}
