import type { NewEvent } from './new-event.ts';

const prefix = 'member_activity:kafka_event:';

/**
 * The name of the activity that an event tells of: verb, what it was done to, who did it and, where it can be done
 * again, when (`time`: `yyyy-MM-dd HH:mm:ss.SSSSSSSSS`, UTC). Duplicates of a delivery are recognised by the event's
 * `id`, never by this.
 */
export function messageKeyOf(event: NewEvent, time: string): string {
  return prefix + partsOf(event, time).join('###');
}

function partsOf(event: NewEvent, time: string): string[] {
  switch (event.type) {
    case 'member.signed_up':
      return ['MEMBER_SIGNUP', event.data.memberId];
    case 'member.updated':
      return ['MEMBER_UPDATE', event.data.memberId, time];
    case 'member.handle_changed':
      return ['MEMBER_HANDLE_CHANGE', event.data.memberId, time];
    case 'member.visibility_changed':
      return ['MEMBER_VISIBILITY_CHANGE', event.data.memberId, time];
    case 'member.followed':
      return ['MEMBER_FOLLOW', event.data.targetId, event.actorId];
    case 'member.unfollowed':
      return ['MEMBER_UNFOLLOW', event.data.targetId, event.actorId];
    case 'member.follow_requested':
      return ['MEMBER_FOLLOW_REQUEST', event.data.targetId, event.actorId];
    case 'member.follow_request_withdrawn':
      return ['MEMBER_FOLLOW_REQUEST_CANCEL', event.data.targetId, event.actorId];
    case 'member.follow_request_declined':
      return ['MEMBER_FOLLOW_REQUEST_DECLINE', event.data.memberId, event.actorId];
    case 'member.blocked':
      return ['MEMBER_BLOCK', event.data.targetId, event.actorId];
    case 'member.unblocked':
      return ['MEMBER_UNBLOCK', event.data.targetId, event.actorId];
    case 'member.muted':
      return ['MEMBER_MUTE', event.data.targetId, event.actorId];
    case 'member.unmuted':
      return ['MEMBER_UNMUTE', event.data.targetId, event.actorId];
    case 'member.deactivated':
      return ['MEMBER_DEACTIVATE', event.data.memberId, time];
    case 'member.reactivated':
      return ['MEMBER_REACTIVATE', event.data.memberId, time];
    case 'member.disabled':
      return ['MEMBER_DISABLE', event.data.memberId, event.actorId, time];
    case 'member.enabled':
      return ['MEMBER_ENABLE', event.data.memberId, event.actorId, time];
    case 'member.security_noticed':
      return ['MEMBER_SECURITY_NOTICE', event.data.memberId, event.data.notice.toUpperCase(), time];
    case 'member.erased':
      return ['MEMBER_ERASE', event.data.memberId];
    case 'post.created':
      return ['POST_CREATE', event.data.postId, event.actorId];
    case 'post.edited':
      return ['POST_UPDATE', event.data.postId, event.actorId, time];
    case 'post.deleted':
      return ['POST_DELETE', event.data.postId, event.actorId ?? 'moderation', time];
    case 'post.hidden':
      return ['POST_HIDE', event.data.postId, 'moderation', time];
    case 'post.unhidden':
      return ['POST_UNHIDE', event.data.postId, 'moderation', time];
    case 'comment.hidden':
      return ['COMMENT_HIDE', event.data.commentId, 'moderation', time];
    case 'comment.unhidden':
      return ['COMMENT_UNHIDE', event.data.commentId, 'moderation', time];
    case 'post.read':
      return ['POST_READ', event.data.postId, event.actorId ?? 'anonymous', time];
    case 'post.liked':
      return ['LIKE_POST', event.data.postId, event.actorId];
    case 'post.unliked':
      return ['LIKE_POST_CANCEL', event.data.postId, event.actorId];
    case 'comment.created':
      // By the comment's id: two comments of one member on one post are two activities.
      return ['COMMENT_CREATE', event.data.commentId, event.actorId];
    case 'comment.edited':
      return ['COMMENT_UPDATE', event.data.commentId, event.actorId, time];
    case 'comment.deleted':
      return ['COMMENT_DELETE', event.data.commentId, event.actorId ?? 'moderation', time];
    case 'comment.read':
      return ['COMMENT_READ', event.data.commentId, event.actorId, time];
    case 'comment.liked':
      return ['LIKE_COMMENT', event.data.commentId, event.actorId];
    case 'comment.unliked':
      return ['LIKE_COMMENT_CANCEL', event.data.commentId, event.actorId];
  }
}

/** The time part for an instant that is known to the millisecond; the outbox' own comes from its database. */
export function keyTimeOf(at: Date): string {
  return `${at.toISOString().replace('T', ' ').replace('Z', '')}000000`;
}
