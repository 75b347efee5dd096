import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { groupOf } from '@dailyfeed/events/topic';
import type { Log } from '@dailyfeed/service-kit/log';
import { isDependencyAway } from '@dailyfeed/service-kit/unavailable';

import type { Deps } from '../deps.ts';
import { indexEvents } from '../domain/indexing.ts';

/** Keeps the index as the other services tell it. Every effect may be had again, in whatever order. */
export function startSearchIndex(
  deps: Pick<Deps, 'db' | 'members' | 'now'>,
  args: { bus: BusOptions; deadLetters: DeadLetters; log: Log },
): Consumer {
  return startConsumer({
    ...args,
    group: groupOf('search-index', args.bus.topic),
    now: () => deps.now(),
    handle: (event) => indexEvents(deps, [event]),
    handleMany: (events) => indexEvents(deps, events),
    isUnavailable: isDependencyAway,
  });
}
