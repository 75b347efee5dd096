import type { DomainEvent } from '@dailyfeed/contract/events';
import type { BusOptions } from '@dailyfeed/events/bus';
import { type Consumer, startConsumer } from '@dailyfeed/events/consumer';
import type { DeadLetters } from '@dailyfeed/events/dead-letters';
import { createProcessed } from '@dailyfeed/events/processed';
import { groupOf } from '@dailyfeed/events/topic';
import type { Log } from '@dailyfeed/service-kit/log';
import { isDependencyAway } from '@dailyfeed/service-kit/unavailable';
import type { Redis } from 'ioredis';

import type { Deps } from '../deps.ts';
import { fanOut, forgetGraph, forgetMember } from '../domain/fan-out.ts';
import { tellCounters } from '../domain/watch.ts';

/** Keeps home timelines, and what is remembered of their authors, up to date from events. */
export function startHomeTimeline(
  deps: Deps,
  args: { bus: BusOptions; deadLetters: DeadLetters; redis: Redis; log: Log; now(): Date },
): Consumer {
  const { redis, ...options } = args;
  const group = groupOf('home-timeline', args.bus.topic);
  return startConsumer({
    ...options,
    group,
    processed: createProcessed(redis, { group, log: args.log }),
    handle: (event) => handle(deps, event),
    isUnavailable: isDependencyAway,
  });
}

async function handle(deps: Deps, event: DomainEvent): Promise<void> {
  switch (event.type) {
    case 'post.created':
      return fanOut(deps, { id: event.data.postId, authorId: event.data.authorId });
    case 'member.updated':
    case 'member.handle_changed':
    case 'member.visibility_changed':
    case 'member.deactivated':
    case 'member.disabled':
    case 'member.reactivated':
    case 'member.enabled':
      return deps.members.forgetSummary(event.data.memberId);
    case 'member.followed':
    case 'member.unfollowed':
    case 'member.muted':
    case 'member.unmuted':
      return forgetGraph(deps, event.data.memberId);
    case 'member.blocked':
    case 'member.unblocked':
      await forgetGraph(deps, event.data.memberId);
      return forgetGraph(deps, event.data.targetId);
    case 'member.erased':
      await deps.members.forgetSummary(event.data.memberId);
      return forgetMember(deps, event.data.memberId);
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
    // Reading takes care of the rest: posts are looked up when they are shown.
    case 'post.edited':
    case 'post.deleted':
    case 'comment.edited':
    case 'comment.liked':
    case 'comment.unliked':
    case 'post.hidden':
    case 'post.unhidden':
    case 'post.read':
    case 'comment.read':
    case 'member.signed_up':
    case 'member.follow_requested':
    case 'member.follow_request_withdrawn':
      return;
  }
}
