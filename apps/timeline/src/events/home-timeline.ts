import type { EventOf, EventType } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { publishParts, workIdOf } from '@dailyfeed/events/part';
import { createProcessed } from '@dailyfeed/events/processed';
import type { Publisher } from '@dailyfeed/events/publisher';
import { groupOf } from '@dailyfeed/events/topic';
import { eventHandling } from '@dailyfeed/service-kit/event-handling';
import type { Log } from '@dailyfeed/service-kit/log';
import { currentTraceparent } from '@dailyfeed/service-kit/trace';
import type { Redis } from 'ioredis';

import type { Deps } from '../deps.ts';
import { fanOut, fanOutPage, forgetGraph, forgetMember } from '../domain/fan-out.ts';
import { endWatchesOfAuthor, endWatchesOfPost, tellCounters } from '../domain/watch.ts';

/** Reading takes care of the rest: posts are looked up when they are shown. */
const homeEventTypes = [
  'post.created',
  'post.deleted',
  'post.hidden',
  'post.liked',
  'post.unliked',
  'comment.created',
  'comment.deleted',
  'comment.hidden',
  'comment.unhidden',
  'member.updated',
  'member.handle_changed',
  'member.visibility_changed',
  'member.deactivated',
  'member.disabled',
  'member.reactivated',
  'member.enabled',
  'member.followed',
  'member.unfollowed',
  'member.muted',
  'member.unmuted',
  'member.blocked',
  'member.unblocked',
  'member.erased',
] as const satisfies EventType[];

/** What the event itself asks for. */
const firstPart = 'first';

/** Keeps home timelines, and what is remembered of their authors, up to date from events. */
export function startHomeTimeline(
  deps: Deps,
  args: {
    bus: BusOptions;
    deadLetters: DeadLetters;
    publisher: Pick<Publisher, 'publish'>;
    redis: Redis;
    log: Log;
    now(): Date;
  },
): Consumer {
  const { redis, publisher, ...options } = args;
  const group = groupOf('home-timeline', args.bus.topic);
  const processed = createProcessed(redis, { group, log: args.log });
  return startConsumer({
    ...eventHandling,
    ...options,
    group,
    types: homeEventTypes,
    handle: async (event, part) => {
      if (event.type !== 'post.created') return handle(deps, event);
      // All else costs less than a mark that it was done. The event's own would say that all of it was done: a process
      // of a release that knows no parts, and is handed one, finds none and does the whole.
      return processed.handleOnce(workIdOf(event, part ?? firstPart), async () => {
        const { postId: id, authorId } = event.data;
        if (part !== undefined) return fanOutPage(deps, { id, authorId }, part);
        await fanOut(deps, { id, authorId }, async (cursors) => {
          const traceparent = currentTraceparent();
          await publishParts(publisher, { event, group, parts: cursors, traceparent });
          await deps.failpoint?.('fan-out:split');
        });
      });
    },
  });
}

type HomeEvent = EventOf<Exclude<(typeof homeEventTypes)[number], 'post.created'>>;

async function handle(deps: Deps, event: HomeEvent): Promise<void> {
  switch (event.type) {
    case 'member.updated':
    case 'member.handle_changed':
    case 'member.reactivated':
    case 'member.enabled':
      return deps.members.forgetSummary(event.data.memberId);
    case 'member.visibility_changed':
    case 'member.deactivated':
    case 'member.disabled':
      await deps.members.forgetSummary(event.data.memberId);
      return endWatchesOfAuthor(deps, { authorId: event.data.memberId, memberId: null });
    case 'member.followed':
    case 'member.muted':
    case 'member.unmuted':
      return forgetGraph(deps, event.data.memberId);
    case 'member.unfollowed': {
      const { memberId, targetId } = event.data;
      await forgetGraph(deps, memberId);
      return endWatchesOfAuthor(deps, { authorId: targetId, memberId });
    }
    case 'member.blocked': {
      const { memberId, targetId } = event.data;
      await forgetGraph(deps, memberId);
      await forgetGraph(deps, targetId);
      await endWatchesOfAuthor(deps, { authorId: memberId, memberId: targetId });
      return endWatchesOfAuthor(deps, { authorId: targetId, memberId });
    }
    case 'member.unblocked':
      await forgetGraph(deps, event.data.memberId);
      return forgetGraph(deps, event.data.targetId);
    case 'member.erased':
      await deps.members.forgetSummary(event.data.memberId);
      await endWatchesOfAuthor(deps, { authorId: event.data.memberId, memberId: null });
      return forgetMember(deps, event.data.memberId);
    case 'post.deleted':
    case 'post.hidden':
      return endWatchesOfPost(deps, event.data);
    case 'post.liked':
    case 'post.unliked': {
      const { postId, likeCount } = event.data;
      return tellCounters(deps, { postId, likeCount, commentCount: null });
    }
    case 'comment.created':
    case 'comment.deleted':
    case 'comment.hidden':
    case 'comment.unhidden': {
      const { postId, commentCount } = event.data;
      return tellCounters(deps, { postId, likeCount: null, commentCount });
    }
  }
}
