import { setTimeout as delay } from 'node:timers/promises';

import type { Pool } from 'pg';
import type { Logger } from 'pino';

import { backoffMs } from './backoff.ts';
import { createHealth } from './health.ts';
import { pruneSent } from './outbox-table.ts';

/** Where there is more than one batch, others come to the table in between. */
const betweenMs = 100;
const everyMs = 3_600_000;
const retryBackoff = { firstMs: 1000, maxMs: 60_000 };

/** Removes rows that are kept no longer, beside what is sent: however long that takes, nothing waits for it. */
export function startPruning(args: { pool: Pool; log: Logger }): AsyncDisposable {
  const stop = new AbortController();
  const running = live(args, stop.signal);
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}

async function live({ pool, log }: { pool: Pool; log: Logger }, stop: AbortSignal): Promise<void> {
  const health = createHealth(log, {
    failed: 'sent events stay in the outbox',
    worked: 'sent events are removed from the outbox again',
  });
  let failures = 0;
  while (!stop.aborted) {
    let nextMs = everyMs;
    try {
      if ((await pruneSent(pool)) > 0) nextMs = betweenMs;
      failures = 0;
      health.worked();
    } catch (error) {
      failures += 1;
      health.failed(error);
      nextMs = backoffMs(failures, retryBackoff);
    }
    await delay(nextMs, undefined, { signal: stop }).catch(() => undefined);
  }
}
