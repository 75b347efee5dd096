import { memberActivityTopic } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import type { Log } from '@dailyfeed/service-kit/log';
import { isDependencyAway } from '@dailyfeed/service-kit/unavailable';

import type { Deps } from '../deps.ts';
import { recordActivity } from '../domain/activity.ts';
import { notifyOf } from '../domain/notification-event.ts';

export type ConsumerArgs = { bus: BusOptions; deadLetters: DeadLetters; log: Log };

/** Stores what members do, as the events of the other services tell it. */
export function startActivityConsumer(deps: Deps, args: ConsumerArgs): Consumer {
  return startConsumer({
    ...args,
    group: groupOf('activity', args.bus.topic),
    now: () => deps.now(),
    handle: (event) => recordActivity(deps, event),
    isUnavailable: isDependencyAway,
  });
}

/** Tells members of what concerns them. A group of its own: a story does not wait for it, nor it for a story. */
export function startNotificationConsumer(deps: Deps, args: ConsumerArgs): Consumer {
  return startConsumer({
    ...args,
    group: groupOf('notifications', args.bus.topic),
    now: () => deps.now(),
    handle: (event) => notifyOf(deps, event),
    isUnavailable: isDependencyAway,
  });
}

/** Another topic family is another world, and has groups of its own. */
function groupOf(name: string, topic: string): string {
  return topic === memberActivityTopic ? name : `${name}-${topic}`;
}
