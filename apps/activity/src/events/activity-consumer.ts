import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import type { Log } from '@dailyfeed/service-kit/log';
import { isStoreUnavailable } from '@dailyfeed/service-kit/unavailable';

import type { Deps } from '../deps.ts';
import { recordActivity } from '../domain/activity.ts';

/** Stores what members do, as the events of the other services tell it. */
export function startActivityConsumer(
  deps: Deps,
  options: { group: string; bus: BusOptions; deadLetters: DeadLetters; log: Log },
): Consumer {
  return startConsumer({
    ...options,
    now: () => deps.now(),
    handle: (event) => recordActivity(deps, event),
    isUnavailable: isStoreUnavailable,
  });
}
