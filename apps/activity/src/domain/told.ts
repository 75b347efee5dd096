import type { DomainEvent } from '@dailyfeed/contract/events';
import type { NotificationKind, NotificationTarget } from '@dailyfeed/contract/notification';

/** Somebody is to hear of something. */
export type Told = {
  recipientId: string;
  kind: NotificationKind;
  actorId: string;
  /** With recipient and kind it names the cause: the same cause is told once. */
  causeId: string;
  /** What rows are made by: all that is told of one kind about one target in a day is one row. */
  target: NotificationTarget;
  postId: string | null;
  textId: string | null;
};

/** Whom an event is told to by what it says itself. Whoever asked to hear of an author's posts comes on top. */
export function toldBy(event: DomainEvent): Told[] {
  const { actorId } = event;
  switch (event.type) {
    case 'post.liked':
      return [likeOf(event.data)];
    case 'comment.created': {
      const { commentId, postId, postAuthorId, parentId, parentAuthorId } = event.data;
      const common = { actorId, causeId: commentId, postId, textId: commentId };
      const comment: Told = {
        ...common,
        recipientId: postAuthorId,
        kind: 'comment',
        target: { kind: 'post', id: postId },
      };
      if (parentId === null || parentAuthorId === null) return [comment];
      const reply: Told = {
        ...common,
        recipientId: parentAuthorId,
        kind: 'reply',
        target: { kind: 'comment', id: parentId },
      };
      // Whose post and whose comment it is hears of it once.
      return parentAuthorId === postAuthorId ? [reply] : [reply, comment];
    }
    case 'member.followed':
      return [followOf(event.data)];
    default:
      return [];
  }
}

/** A like, as it is told and as it is taken back. */
export function likeOf(data: { postId: string; postAuthorId: string; memberId: string }): Told {
  const { postId, postAuthorId, memberId } = data;
  return {
    recipientId: postAuthorId,
    kind: 'like',
    actorId: memberId,
    causeId: `${postId}:${memberId}`,
    target: { kind: 'post', id: postId },
    postId,
    textId: postId,
  };
}

export function followOf({ memberId, targetId }: { memberId: string; targetId: string }): Told {
  return {
    recipientId: targetId,
    kind: 'follow',
    actorId: memberId,
    causeId: memberId,
    target: { kind: 'member', id: targetId },
    postId: null,
    textId: null,
  };
}

/** Of `_id`. */
export function idOf({ recipientId, kind, causeId }: Told): string {
  return `${recipientId}:${kind}:${causeId}`;
}
