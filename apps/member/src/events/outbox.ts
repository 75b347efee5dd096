import { insertEvent } from '@dailyfeed/events/outbox';
import type { Relay } from '@dailyfeed/events/relay';
import { currentTraceparent } from '@dailyfeed/service-kit/trace';

import type { Events } from '../deps.ts';

export function createEvents(relay: Pick<Relay, 'wake'>, clock: { now(): Date }): Events {
  return {
    record: (tx, event, at) =>
      insertEvent(tx, event, { now: clock.now(), at, traceparent: currentTraceparent() }),
    wake: () => relay.wake(),
  };
}
