import type { EventType } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { groupOf } from '@dailyfeed/events/topic';
import { eventHandling } from '@dailyfeed/service-kit/event-handling';
import type { Log } from '@dailyfeed/service-kit/log';

import type { Deps } from '../deps.ts';
import { indexEvents } from '../domain/indexing.ts';

/** What changes what is found, or who finds it. */
const indexedTypes = [
  'post.created',
  'post.edited',
  'post.deleted',
  'post.hidden',
  'post.unhidden',
  'post.liked',
  'post.unliked',
  'comment.created',
  'comment.edited',
  'comment.deleted',
  'comment.hidden',
  'comment.unhidden',
  'comment.liked',
  'comment.unliked',
  'member.signed_up',
  'member.updated',
  'member.handle_changed',
  'member.visibility_changed',
  'member.deactivated',
  'member.disabled',
  'member.reactivated',
  'member.enabled',
  'member.followed',
  'member.unfollowed',
  'member.blocked',
  'member.erased',
] as const satisfies EventType[];

/** Keeps the index as the other services tell it. Every effect may be had again, in whatever order. */
export function startSearchIndex(
  deps: Pick<Deps, 'db' | 'members' | 'now'>,
  args: { bus: BusOptions; deadLetters: DeadLetters; log: Log },
): Consumer {
  return startConsumer({
    ...eventHandling,
    ...args,
    group: groupOf('search-index', args.bus.topic),
    types: indexedTypes,
    gatherMs: 250,
    now: () => deps.now(),
    handle: (event) => indexEvents(deps, [event]),
    handleMany: (events) => indexEvents(deps, events),
  });
}
