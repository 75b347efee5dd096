import { ActivityType } from '@dailyfeed/contract/activity';
import type { DomainEvent, EventType } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { createProcessed } from '@dailyfeed/events/processed';
import { groupOf } from '@dailyfeed/events/topic';
import { eventHandling } from '@dailyfeed/service-kit/event-handling';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Metrics } from '@dailyfeed/service-kit/metrics';
import type { Redis } from 'ioredis';
import { Counter } from 'prom-client';

import type { Deps } from '../deps.ts';
import { recordActivities } from '../domain/activity.ts';
import { notifyOf, notifyOfMany } from '../domain/notification-event.ts';
import { screenEvent } from '../domain/screening.ts';
import { tellSubscriberPart } from '../domain/subscriber.ts';

export type ConsumerArgs = { bus: BusOptions; deadLetters: DeadLetters; redis: Redis; log: Log };

/** What is somebody's story, and what ends one. */
const storyTypes: EventType[] = [...ActivityType.options, 'member.erased'];
const writtenTypes: EventType[] = [
  'post.created',
  'post.edited',
  'comment.created',
  'comment.edited',
];
/** What somebody is told of, and what takes that back. */
const toldTypes: EventType[] = [
  ...writtenTypes,
  'post.deleted',
  'post.hidden',
  'post.unhidden',
  'post.liked',
  'post.unliked',
  'comment.deleted',
  'comment.hidden',
  'comment.unhidden',
  'comment.liked',
  'comment.unliked',
  'member.followed',
  'member.unfollowed',
  'member.follow_requested',
  'member.follow_request_withdrawn',
  'member.follow_request_declined',
  'member.blocked',
  'member.security_noticed',
  'member.erased',
];

/** Stores what members do, as the events of the other services tell it. */
export function startActivityConsumer(deps: Deps, args: ConsumerArgs): Consumer {
  return start(deps, {
    ...args,
    name: 'activity',
    types: storyTypes,
    handle: (event) => recordActivities(deps, [event]),
    handleMany: (events) => recordActivities(deps, events),
  });
}

/** Tells members of what concerns them. A group of its own: a story does not wait for it, nor it for a story. */
export function startNotificationConsumer(deps: Deps, args: ConsumerArgs): Consumer {
  return start(deps, {
    ...args,
    name: 'notifications',
    types: toldTypes,
    handle: (event, part) =>
      part !== undefined && event.type === 'post.created'
        ? tellSubscriberPart(deps, event, part)
        : notifyOf(deps, event),
    handleMany: (events) => notifyOfMany(deps, events),
  });
}

/** Checks what is written against the operator's lists. A group of its own: it waits for content, and nobody for it. */
export function startScreeningConsumer(
  deps: Deps,
  args: ConsumerArgs & { metrics: Metrics },
): Consumer {
  const screened = new Counter({
    name: 'dailyfeed_screened_total',
    help: 'Texts checked, by what the lists say and what came of it.',
    labelNames: ['kind', 'outcome', 'state'],
    registers: [args.metrics],
  });
  return start(deps, {
    ...args,
    name: 'screening',
    types: writtenTypes,
    gatherMs: 250,
    handle: async (event) => {
      const done = await screenEvent(deps, event);
      if (done) screened.inc({ ...done, state: done.state ?? 'none' });
    },
  });
}

function start(
  deps: Deps,
  args: ConsumerArgs & {
    name: Parameters<typeof groupOf>[0];
    types: readonly EventType[];
    gatherMs?: number;
    handle(event: DomainEvent, part?: string): Promise<void>;
    handleMany?(events: DomainEvent[]): Promise<void>;
  },
): Consumer {
  const { bus, deadLetters, redis, log } = args;
  const group = groupOf(args.name, bus.topic);
  return startConsumer({
    ...eventHandling,
    group,
    types: args.types,
    gatherMs: args.gatherMs,
    bus,
    deadLetters,
    log,
    processed: createProcessed(redis, { group, log }),
    now: () => deps.now(),
    handle: (event, part) => args.handle(event, part),
    ...(args.handleMany && {
      handleMany: (events) => args.handleMany?.(events) ?? Promise.resolve(),
    }),
  });
}
