import type { DomainEvent, EventOf } from '@dailyfeed/contract/events';

import { removeWords } from '../db/activity.ts';
import { removeExcerpts, removeVersions, saveExcerpts } from '../db/excerpts.ts';
import { removeNotifications } from '../db/notifications.ts';
import { addTombstone, addUndoings, readFates, removeModeration } from '../db/tombstones.ts';
import { endWishes, removeThreadMutes } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';
import { excerptOf } from './excerpt.ts';
import { eraseNotifications } from './member-erasure.ts';
import { restore, withhold } from './notification-moderation.ts';
import { tellSubscribers } from './subscriber.ts';
import { type Act, tellAll } from './tell.ts';
import {
  approvalOf,
  followOf,
  likeOf,
  mentionsCauseOf,
  type Pair,
  type Told,
  toldBy,
} from './told.ts';

/** What is undone this soon is taken back; what stood longer has been seen. */
const retractionMs = 60_000;

/** As `notifyOfMany`, of one. */
export function notifyOf(deps: Deps, event: DomainEvent): Promise<void> {
  return notifyOfMany(deps, [event]);
}

/**
 * Tells members what events mean to them, one after another, in as many questions to the stores as one alone as far as
 * they only tell of something, or of one thing no more. The same events again, or all of a day again, end in the same
 * state.
 */
export async function notifyOfMany(deps: Deps, events: readonly DomainEvent[]): Promise<void> {
  for (const part of partsOf(events)) {
    const resolved = await resolveMentions(deps, part);
    await keepExcerpts(deps, resolved);
    for (const event of resolved) await changeWhatIsThere(deps, event);
    await endSubscriptions(deps, resolved);
    await tellAll(deps, resolved.flatMap(actsOf));
    await tellSubscribers(deps, resolved);
  }
}

/** What changes more than single things that were told stands alone. */
function partsOf(events: readonly DomainEvent[]): DomainEvent[][] {
  const parts: DomainEvent[][] = [];
  let open: DomainEvent[] | undefined;
  for (const event of events) {
    if (isAlone(event)) {
      parts.push([event]);
      open = undefined;
    } else if (open) open.push(event);
    else parts.push((open = [event]));
  }
  return parts;
}

function isAlone(event: DomainEvent): boolean {
  switch (event.type) {
    case 'post.edited':
    case 'comment.edited':
    case 'post.deleted':
    case 'comment.deleted':
    case 'post.hidden':
    case 'comment.hidden':
    case 'post.unhidden':
    case 'comment.unhidden':
    case 'member.erased':
      return true;
    default:
      return 'unresolvedHandles' in event.data && event.data.unresolvedHandles.length > 0;
  }
}

async function changeWhatIsThere(deps: Deps, event: DomainEvent): Promise<void> {
  const at = new Date(event.occurredAt);
  switch (event.type) {
    case 'post.edited':
    case 'comment.edited':
      return unmention(deps, event);
    case 'post.deleted':
      return forget(deps, { postId: event.data.postId }, at);
    case 'comment.deleted':
      return forget(deps, { textId: event.data.commentId }, at);
    case 'post.hidden':
    case 'comment.hidden':
      return withhold(deps, event);
    case 'post.unhidden':
    case 'comment.unhidden':
      return restore(deps, event);
    case 'member.erased':
      return eraseNotifications(deps, event);
    default:
  }
}

function actsOf(event: DomainEvent): Act[] {
  const at = new Date(event.occurredAt);
  const { version } = event.subject;
  // By the times of the facts, so that it ends the same however late their events arrive.
  const since = new Date(at.getTime() - retractionMs);
  const takeBack = (told: Told): Act => ({ does: 'take_back', told, since: null, at, version });
  switch (event.type) {
    case 'member.followed': {
      const { data: pair } = event;
      if (pair.requested === null) return [{ does: 'tell_follow', pair, at, version }];
      const told = pair.requested ? approvalOf(pair) : followOf('follow', pair);
      return [
        // It waits no more, whether it was granted or no longer needed, and however late it comes.
        takeBack(followOf('follow_request', pair)),
        { does: 'tell', told, at, version },
      ];
    }
    case 'member.follow_requested':
      return [
        // Who asks anew is to hear of the next answer.
        takeBack(approvalOf(event.data)),
        { does: 'tell', told: followOf('follow_request', event.data), at, version },
      ];
    case 'post.unliked':
    case 'comment.unliked':
      return [{ does: 'take_back', told: likeOf(event.data), since, at, version }];
    case 'member.unfollowed':
      return [{ does: 'take_back', told: followOf('follow', event.data), since, at, version }];
    case 'member.follow_request_withdrawn':
    case 'member.follow_request_declined':
      return [takeBack(followOf('follow_request', event.data))];
    case 'member.blocked':
      // Whatever either has asked the other is over.
      return bothWays(event.data).map((pair) => takeBack(followOf('follow_request', pair)));
    default:
      return toldBy(event).map((told) => ({ does: 'tell', told, at, version }));
  }
}

/** While the member service was away, content did not learn whom a text names. */
async function resolveMentions(deps: Deps, events: DomainEvent[]): Promise<DomainEvent[]> {
  return Promise.all(
    events.map(async (event) => {
      if (!('unresolvedHandles' in event.data) || event.data.unresolvedHandles.length === 0)
        return event;
      const { mentionedIds, unresolvedHandles } = event.data;
      const found = await deps.members.idsByHandle(unresolvedHandles);
      const data = { ...event.data, mentionedIds: [...new Set([...mentionedIds, ...found])] };
      return { ...event, data } as DomainEvent; // of the same type, with the same fields
    }),
  );
}

/** Whom an edit names no more is not told of it, unless a later one does. */
async function unmention(
  deps: Deps,
  event: EventOf<'post.edited' | 'comment.edited'>,
): Promise<void> {
  const { id: textId, version } = event.subject;
  const cause = mentionsCauseOf(textId);
  // First: whoever tells of a mention looks for it afterwards.
  await addUndoings(deps.db, [{ cause, version, at: new Date(event.occurredAt), memberIds: [] }]);
  if (version > 0 && (await readFates(deps.db, [], [cause])).undoneOf(cause) > version) return;
  const { mentionedIds } = event.data;
  const unnamed = { textId, kind: 'mention', exceptRecipientIds: mentionedIds } as const;
  await removeNotifications(deps.db.withheld, unnamed);
  await removeNotifications(deps.db.notifications, unnamed, (id) => deps.signals.notify(id));
}

/** They end with the follow, and with a block, both ways; not those that were asked for after that. */
async function endSubscriptions(deps: Deps, events: DomainEvent[]): Promise<void> {
  const ended = events.flatMap((event) => {
    if (event.type !== 'member.unfollowed' && event.type !== 'member.blocked') return [];
    const pairs = event.type === 'member.blocked' ? bothWays(event.data) : [event.data];
    return pairs.map(({ memberId, targetId: objectId }) => ({
      memberId,
      kind: 'subscribe' as const,
      objectId,
      endedAt: new Date(event.occurredAt),
    }));
  });
  await endWishes(deps.db, ended);
}

function bothWays({ memberId, targetId }: Pair): Pair[] {
  return [
    { memberId, targetId },
    { memberId: targetId, targetId: memberId },
  ];
}

async function keepExcerpts(deps: Deps, events: DomainEvent[]): Promise<void> {
  const excerpts = events.flatMap((event) => {
    const at = new Date(event.occurredAt);
    switch (event.type) {
      case 'post.created':
      case 'post.edited': {
        const { postId, text, version } = event.data;
        return [{ textId: postId, postId, version, excerpt: excerptOf(text), at }];
      }
      case 'comment.created':
      case 'comment.edited': {
        const { commentId, postId, text, version } = event.data;
        return [{ textId: commentId, postId, version, excerpt: excerptOf(text), at }];
      }
      default:
        return [];
    }
  });
  if (excerpts.length === 0) return;
  await saveExcerpts(deps.db, excerpts);
  // Looked for afterwards: whoever deletes leaves the tombstone first, so one of the two meets the other.
  const fates = await readFates(
    deps.db,
    excerpts.flatMap(({ textId, postId }) => [textId, postId]),
  );
  await removeVersions(
    deps.db,
    excerpts.filter(({ textId, postId }) => fates.isGone(textId) || fates.isGone(postId)),
  );
}

async function forget(
  deps: Deps,
  what: { postId: string } | { textId: string },
  at: Date,
): Promise<void> {
  const id = 'postId' in what ? what.postId : what.textId;
  await addTombstone(deps.db, id, at);
  await removeNotifications(deps.db.withheld, what);
  await removeNotifications(deps.db.notifications, what, (recipientId) =>
    deps.signals.notify(recipientId),
  );
  await removeExcerpts(deps.db, what);
  await removeModeration(deps.db, what);
  if ('postId' in what) await removeThreadMutes(deps.db, what.postId);
  await removeWords(deps.db, 'postId' in what ? what : { 'subject.id': id });
}
