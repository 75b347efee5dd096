import type { DomainEvent, EventData } from '@dailyfeed/contract/events';

import { removeExcerpts, saveExcerpt } from '../db/excerpts.ts';
import { hasNotification, removeNotification, removeNotifications } from '../db/notifications.ts';
import { addHiding, addTombstone, removeHiding } from '../db/tombstones.ts';
import { findWishers, removeWish } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { excerptOf } from './excerpt.ts';
import { eraseNotifications } from './member-erasure.ts';
import { tell } from './tell.ts';
import { approvalOf, followOf, idOf, likeOf, type Told, toldBy } from './told.ts';

/** What is undone this soon is taken back; what stood longer has been seen. */
const retractionMs = 60_000;

/** Tells members what an event means to them. The same event again, or all of a day again, ends in the same state. */
export async function notifyOf(deps: Deps, given: DomainEvent): Promise<void> {
  const event = await resolveMentions(deps, given);
  const occurredAt = new Date(event.occurredAt);
  await keepExcerpt(deps, event, occurredAt);
  switch (event.type) {
    case 'member.followed':
      return tellFollow(deps, event.data, occurredAt);
    case 'post.unliked':
    case 'comment.unliked':
      return takeBack(deps, likeOf(event.data), occurredAt);
    case 'post.edited':
    case 'comment.edited':
      await unmention(deps, event.data);
      break;
    case 'member.follow_request_withdrawn':
      return takeBack(deps, followOf('follow_request', event.data));
    case 'member.unfollowed':
      await endSubscription(deps, event.data);
      return takeBack(deps, followOf('follow', event.data), occurredAt);
    case 'member.blocked': {
      const { memberId, targetId } = event.data;
      await endSubscription(deps, { memberId, targetId });
      return endSubscription(deps, { memberId: targetId, targetId: memberId });
    }
    case 'post.deleted':
      return forget(deps, { postId: event.data.postId }, occurredAt);
    case 'member.erased':
      return eraseNotifications(deps, event);
    case 'post.hidden':
    case 'comment.hidden':
      return withhold(deps, event.data, occurredAt);
    case 'post.unhidden':
      await removeHiding(deps.db, event.data.postId);
      break;
    case 'comment.unhidden':
      await removeHiding(deps.db, event.data.commentId);
      break;
    case 'comment.deleted':
      return forget(deps, { textId: event.data.commentId }, occurredAt);
    default:
  }
  for (const told of toldBy(event)) await tell(deps, told, occurredAt);
  // What a private account writes nobody else may read: there is no need to ask for each of them.
  if (event.type === 'post.created' && event.data.visibility !== 'PRIVATE')
    await tellSubscribers(deps, event.data, occurredAt);
}

/** While the member service was away, content did not learn whom a text names. */
async function resolveMentions(deps: Deps, event: DomainEvent): Promise<DomainEvent> {
  if (!('unresolvedHandles' in event.data) || event.data.unresolvedHandles.length === 0)
    return event;
  const { mentionedIds, unresolvedHandles } = event.data;
  const found = await deps.members.idsByHandle(unresolvedHandles);
  const data = { ...event.data, mentionedIds: [...new Set([...mentionedIds, ...found])] };
  return { ...event, data } as DomainEvent; // of the same type, with the same fields
}

/** A follow that was asked for is news to who asked. */
async function tellFollow(
  deps: Deps,
  pair: EventData<'member.followed'>,
  occurredAt: Date,
): Promise<void> {
  const [request, approval] = [followOf('follow_request', pair), approvalOf(pair)];
  const wasAsked = await hasNotification(deps.db, [idOf(request), idOf(approval)]);
  if (!wasAsked) return tell(deps, followOf('follow', pair), occurredAt);
  // The request goes last: whatever happens in between, the next attempt sees what this one saw.
  await tell(deps, approval, occurredAt);
  await takeBack(deps, request);
}

/** Whom an edit names no more is not told of it. */
async function unmention(
  deps: Deps,
  text: EventData<'post.edited'> | EventData<'comment.edited'>,
): Promise<void> {
  const textId = 'commentId' in text ? text.commentId : text.postId;
  const gone = await removeNotifications(deps.db, {
    textId,
    kind: 'mention',
    exceptRecipientIds: text.mentionedIds,
  });
  for (const recipientId of gone) deps.signals.notify(recipientId);
}

async function endSubscription(deps: Deps, pair: EventData<'member.followed'>): Promise<void> {
  const { memberId, targetId } = pair;
  await removeWish(deps.db, { memberId, kind: 'subscribe', objectId: targetId });
}

async function keepExcerpt(deps: Deps, event: DomainEvent, at: Date): Promise<void> {
  switch (event.type) {
    case 'post.created':
    case 'post.edited': {
      const { postId, text, version } = event.data;
      return saveExcerpt(deps.db, { textId: postId, version, excerpt: excerptOf(text), at });
    }
    case 'comment.created':
    case 'comment.edited': {
      const { commentId, text, version } = event.data;
      return saveExcerpt(deps.db, { textId: commentId, version, excerpt: excerptOf(text), at });
    }
    default:
      return;
  }
}

async function tellSubscribers(
  deps: Deps,
  post: { postId: string; authorId: string },
  occurredAt: Date,
): Promise<void> {
  const { postId, authorId } = post;
  for await (const recipientId of findWishers(deps.db, { kind: 'subscribe', objectId: authorId })) {
    const told: Told = {
      recipientId,
      kind: 'post',
      actorId: authorId,
      causeId: postId,
      target: { kind: 'member', id: authorId },
      postId,
      textId: postId,
    };
    await tell(deps, told, occurredAt);
  }
}

/**
 * Takes back what was told shortly before it was undone, or at any time where no time is given. By the times of the
 * facts, so that it ends the same however late their events arrive.
 */
async function takeBack(deps: Deps, told: Told, undoneAt?: Date): Promise<void> {
  const since = undoneAt && new Date(undoneAt.getTime() - retractionMs);
  const recipientId = await removeNotification(deps.db, { id: idOf(told), since });
  if (recipientId !== null) deps.signals.notify(recipientId);
}

/** Takes back what others than its author were told because of what moderation hides. */
async function withhold(
  deps: Deps,
  hidden: EventData<'post.hidden'> | EventData<'comment.hidden'>,
  at: Date,
): Promise<void> {
  const [id, what] =
    'commentId' in hidden
      ? [hidden.commentId, { textId: hidden.commentId }]
      : [hidden.postId, { postId: hidden.postId }];
  await addHiding(deps.db, id, at);
  const exceptRecipientIds = [hidden.authorId];
  for (const recipientId of await removeNotifications(deps.db, { ...what, exceptRecipientIds })) {
    deps.signals.notify(recipientId);
  }
}

async function forget(
  deps: Deps,
  what: { postId: string } | { textId: string },
  at: Date,
): Promise<void> {
  const id = 'postId' in what ? what.postId : what.textId;
  await addTombstone(deps.db, id, at);
  for (const recipientId of await removeNotifications(deps.db, what)) {
    deps.signals.notify(recipientId);
  }
  await removeExcerpts(deps.db, id);
}
