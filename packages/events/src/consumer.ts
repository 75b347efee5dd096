import { setTimeout as delay } from 'node:timers/promises';

import type { EventType } from '@dailyfeed/contract/events';

import { backoffMs } from './backoff.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { createHealth } from './health.ts';
import { keepMembership } from './membership.ts';

const restartBackoff = { firstMs: 200, maxMs: 5000 };

/** A member of a consumer group. Disposing it leaves the group once the event under way is done. */
export type Consumer = AsyncDisposable;

/**
 * Joins a group in the background, and again whenever it has to: when the brokers were away, and as the days' topics
 * come and go. Reads every day's topic that exists, from its beginning where the group has not read yet. An event that
 * fails is tried 3 times more, then laid down among the dead letters; so are bytes that are no event.
 */
export function startConsumer<T extends EventType>(options: ConsumerOptions<T>): Consumer {
  const stop = new AbortController();
  const untyped = options as unknown as ConsumerOptions; // it is handed events of its types only
  const running = live(untyped, stop.signal);
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}

async function live(options: ConsumerOptions, stop: AbortSignal): Promise<void> {
  const log = options.log.child({ group: options.group });
  const health = createHealth(log, {
    failed: 'events are not consumed',
    worked: 'events are consumed again',
  });
  for (let failures = 0; !stop.aborted;) {
    try {
      await keepMembership(
        { ...options, log },
        {
          stop,
          onSilent: (error) => health.failed(error),
          onActive: () => {
            failures = 0;
            health.worked();
          },
        },
      );
    } catch (error) {
      failures += 1;
      health.failed(error);
      await delay(backoffMs(failures, restartBackoff), undefined, { signal: stop }).catch(
        () => undefined,
      );
    }
  }
}
