import { insertEvent } from '@dailyfeed/events/outbox';
import type { Relay } from '@dailyfeed/events/relay';

import type { Events } from '../deps.ts';

export function createEvents(relay: Pick<Relay, 'wake'>, clock: { now(): Date }): Events {
  return {
    record: (tx, event) => insertEvent(tx, event, { now: clock.now() }),
    wake: () => relay.wake(),
  };
}
