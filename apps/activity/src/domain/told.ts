import type { DomainEvent, EventData, EventOf } from '@dailyfeed/contract/events';
import type { NotificationKind, NotificationTarget } from '@dailyfeed/contract/notification';

import type { StoredNotification } from '../db/notifications.ts';

/** Somebody is to hear of something. */
export type Told = {
  recipientId: string;
  kind: NotificationKind;
  /** Null where moderation did it, as nobody in particular, or nobody knows who it was. */
  actorId: string | null;
  /** With recipient and kind it names the cause: the same cause is told once. */
  causeId: string;
  /** What rows are made by: all that is told of one kind about one target in a day is one row. */
  target: NotificationTarget;
  postId: string | null;
  /** Who wrote the post that the text stands under, where that is a comment which is shown, or one's own. */
  postAuthorId?: string | null;
  textId: string | null;
};

/** Whom an event is told to by what it says itself. Whoever asked to hear of an author's posts comes on top. */
export function toldBy(event: DomainEvent): Told[] {
  switch (event.type) {
    case 'post.liked':
    case 'comment.liked':
      return [likeOf(event.data)];
    case 'post.created':
    case 'post.edited':
    case 'post.unhidden':
      return mentionsIn(event.data);
    // Whom it was told to before it was hidden, and who was named by an edit meanwhile.
    case 'comment.unhidden':
    case 'comment.created':
      return onceEach([...answersOf(event.data), ...mentionsIn(event.data)]);
    case 'comment.edited':
      // Who has heard of the answer has heard of what it says.
      return mentionsIn(event.data).filter(
        ({ recipientId }) =>
          recipientId !== event.data.postAuthorId && recipientId !== event.data.parentAuthorId,
      );
    case 'member.security_noticed':
      return [securityOf(event)];
    default:
      return [];
  }
}

/** The author of the post, and whoever is answered. */
function answersOf(data: EventData<'comment.created' | 'comment.unhidden'>): Told[] {
  const { commentId, postId, postAuthorId, parentId, parentAuthorId, authorId } = data;
  const common = { actorId: authorId, causeId: commentId, postId, postAuthorId, textId: commentId };
  const target = { kind: 'post', id: postId } as const;
  const comment: Told = { ...common, recipientId: postAuthorId, kind: 'comment', target };
  if (parentId === null || parentAuthorId === null) return [comment];
  const answered = { kind: 'comment', id: parentId } as const;
  return [{ ...common, recipientId: parentAuthorId, kind: 'reply', target: answered }, comment];
}

function mentionsIn(
  data: EventData<'post.created'> | EventData<'comment.created' | 'comment.unhidden'>,
): Told[] {
  const [kind, id] =
    'commentId' in data ? (['comment', data.commentId] as const) : (['post', data.postId] as const);
  return data.mentionedIds.map((recipientId) => ({
    recipientId,
    kind: 'mention',
    actorId: data.authorId,
    causeId: id,
    target: { kind, id },
    postId: data.postId,
    postAuthorId: 'commentId' in data ? data.postAuthorId : null,
    textId: id,
  }));
}

/** Whom several things concern hears of the first. */
function onceEach(told: Told[]): Told[] {
  return [...new Map(told.toReversed().map((each) => [each.recipientId, each])).values()];
}

/** A like, as it is told and as it is taken back. */
export function likeOf(data: EventData<'post.liked'> | EventData<'comment.liked'>): Told {
  const { postId, postAuthorId, memberId } = data;
  const [kind, id, recipientId] =
    'commentId' in data
      ? (['comment', data.commentId, data.commentAuthorId] as const)
      : (['post', postId, postAuthorId] as const);
  return {
    recipientId,
    kind: 'like',
    actorId: memberId,
    causeId: `${id}:${memberId}`,
    target: { kind, id },
    postId,
    // Of a post of somebody else it is not said: likes of one's own words stay when one may not read that any more.
    postAuthorId: postAuthorId === recipientId ? postAuthorId : null,
    textId: id,
  };
}

/** A post, as it is told to who asked to hear of its author's. */
export function postOf(
  { postId, authorId }: { postId: string; authorId: string },
  recipientId: string,
): Told {
  return {
    recipientId,
    kind: 'post',
    actorId: authorId,
    causeId: postId,
    target: { kind: 'member', id: authorId },
    postId,
    textId: postId,
  };
}

type Moderated = EventOf<'post.hidden' | 'post.unhidden' | 'comment.hidden' | 'comment.unhidden'>;

/** What moderation did to a text, as its author is told: each time anew. */
export function moderationOf(kind: (typeof moderationKinds)[number], event: Moderated): Told {
  const { data } = event;
  const target =
    'commentId' in data
      ? ({ kind: 'comment', id: data.commentId } as const)
      : ({ kind: 'post', id: data.postId } as const);
  return {
    recipientId: data.authorId,
    kind,
    actorId: null,
    causeId: event.id,
    target,
    postId: data.postId,
    textId: target.id,
  };
}

/** What happened to an account, as its owner is told: each time anew. */
function securityOf({ id, data }: EventOf<'member.security_noticed'>): Told {
  return {
    recipientId: data.memberId,
    kind: data.notice,
    actorId: null,
    causeId: id,
    target: { kind: 'member', id: data.memberId },
    postId: null,
    textId: null,
  };
}

export type Pair = EventData<'member.unfollowed'>;

/** A follow, or the wish for one. */
export function followOf(kind: 'follow' | 'follow_request', { memberId, targetId }: Pair): Told {
  return {
    recipientId: targetId,
    kind,
    actorId: memberId,
    causeId: memberId,
    target: { kind: 'member', id: targetId },
    postId: null,
    textId: null,
  };
}

/** Who asked hears that they follow. */
export function approvalOf({ memberId, targetId }: Pair): Told {
  return {
    recipientId: memberId,
    kind: 'follow_approval',
    actorId: targetId,
    causeId: targetId,
    target: { kind: 'member', id: targetId },
    postId: null,
    textId: null,
  };
}

/** Of `_id`. */
export function idOf({ recipientId, kind, causeId }: Told): string {
  return `${recipientId}:${kind}:${causeId}`;
}

/** Of what takes it back, which may arrive before it; undefined where nothing does but the end of its text. */
export function undoingCauseOf(
  notification: Pick<StoredNotification, '_id' | 'kind' | 'textId'>,
): string | undefined {
  switch (notification.kind) {
    case 'like':
    case 'follow':
    case 'follow_request':
    case 'follow_approval':
      return notification._id;
    case 'mention':
      return notification.textId === null ? undefined : mentionsCauseOf(notification.textId);
    default:
      return undefined;
  }
}

/** An edit takes back the mentions of what was written before it. */
export function mentionsCauseOf(textId: string): string {
  return `mentions:${textId}`;
}

/** What one member does of a kind to another. */
export function burstKeyOf({ recipientId, kind, actorId }: Told): string {
  return `${recipientId}:${kind}:${actorId ?? 'moderation'}`;
}

/** What moderation tells. */
export const moderationKinds = [
  'text_hidden',
  'text_restored',
] as const satisfies NotificationKind[];

const wordKinds: ReadonlySet<NotificationKind> = new Set(['comment', 'reply', 'mention', 'post']);

/** Whether it shows what its actor wrote, to whom not everyone may be shown it. */
export function showsWords(kind: NotificationKind): boolean {
  return wordKinds.has(kind);
}
