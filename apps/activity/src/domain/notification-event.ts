import type { DomainEvent } from '@dailyfeed/contract/events';

import { removeExcerpts, saveExcerpt } from '../db/excerpts.ts';
import { removeNotification, removeNotifications } from '../db/notifications.ts';
import { addTombstone } from '../db/tombstones.ts';
import { findWishers, removeWish } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { excerptOf } from './excerpt.ts';
import { tell } from './tell.ts';
import { followOf, idOf, likeOf, type Told, toldBy } from './told.ts';

/** What is undone this soon is taken back; what stood longer has been seen. */
const retractionMs = 60_000;

/** Tells members what an event means to them. The same event again, or all of a day again, ends in the same state. */
export async function notifyOf(deps: Deps, event: DomainEvent): Promise<void> {
  const occurredAt = new Date(event.occurredAt);
  await keepExcerpt(deps, event, occurredAt);
  for (const told of toldBy(event)) await tell(deps, told, occurredAt);
  switch (event.type) {
    case 'post.created':
      return tellSubscribers(deps, event.data, occurredAt);
    case 'post.unliked':
      return takeBack(deps, likeOf(event.data), occurredAt);
    case 'member.unfollowed': {
      const { memberId, targetId } = event.data;
      await removeWish(deps.db, { memberId, kind: 'subscribe', objectId: targetId });
      return takeBack(deps, followOf(event.data), occurredAt);
    }
    case 'member.blocked': {
      const { memberId, targetId } = event.data;
      await removeWish(deps.db, { memberId, kind: 'subscribe', objectId: targetId });
      return removeWish(deps.db, { memberId: targetId, kind: 'subscribe', objectId: memberId });
    }
    case 'post.deleted':
      return forget(deps, { postId: event.data.postId }, occurredAt);
    default:
      return;
  }
}

async function keepExcerpt(deps: Deps, event: DomainEvent, at: Date): Promise<void> {
  switch (event.type) {
    case 'post.created':
    case 'post.edited': {
      const { postId, text, version } = event.data;
      return saveExcerpt(deps.db, { textId: postId, version, excerpt: excerptOf(text), at });
    }
    case 'comment.created': {
      const { commentId, text } = event.data;
      return saveExcerpt(deps.db, { textId: commentId, version: 1, excerpt: excerptOf(text), at });
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

/** By the times of the facts, so that it ends the same however late their events arrive. */
async function takeBack(deps: Deps, told: Told, undoneAt: Date): Promise<void> {
  const since = new Date(undoneAt.getTime() - retractionMs);
  const recipientId = await removeNotification(deps.db, { id: idOf(told), since });
  if (recipientId !== null) deps.signals.notify(recipientId);
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
