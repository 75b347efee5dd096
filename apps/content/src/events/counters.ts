import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { createProcessed } from '@dailyfeed/events/processed';
import { groupOf } from '@dailyfeed/events/topic';
import { eventHandling } from '@dailyfeed/service-kit/event-handling';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Redis } from 'ioredis';

import type { Deps } from '../deps.ts';
import { countViews } from '../domain/view.ts';

/** Counts views, which are told by events and by nothing else. */
export function startCounters(
  deps: Pick<Deps, 'db' | 'now'>,
  args: { bus: BusOptions; deadLetters: DeadLetters; redis: Redis; log: Log },
): Consumer {
  const { redis, ...options } = args;
  const group = groupOf('counters', args.bus.topic);
  return startConsumer({
    ...eventHandling,
    ...options,
    group,
    types: ['post.read'],
    gatherMs: 1000,
    processed: createProcessed(redis, { group, log: args.log }),
    now: () => deps.now(),
    handle: ({ id, data }) => countViews(deps, { id, ...data }),
  });
}
