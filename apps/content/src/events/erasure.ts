import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { groupOf } from '@dailyfeed/events/topic';
import { eventHandling } from '@dailyfeed/service-kit/event-handling';
import type { Log } from '@dailyfeed/service-kit/log';

import type { Deps } from '../deps.ts';
import { eraseMember } from '../domain/member-erasure.ts';

type ErasureDeps = Pick<Deps, 'db' | 'now' | 'events'>;

/** Erases what members have written whose accounts are gone. A group of its own: it takes long, and nothing waits. */
export function startErasure(
  deps: ErasureDeps,
  args: { bus: BusOptions; deadLetters: DeadLetters; log: Log },
): Consumer {
  return startConsumer({
    ...eventHandling,
    ...args,
    group: groupOf('erasure', args.bus.topic),
    types: ['member.erased'],
    gatherMs: 1000,
    now: () => deps.now(),
    handle: ({ data }) => eraseMember(deps, data.memberId),
  });
}
