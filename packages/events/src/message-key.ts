import type { NewEvent } from './new-event.ts';

const prefix = 'member_activity:kafka_event:';

/**
 * The name of the activity that an event tells of: verb, what it was done to, who did it and, where it can be done
 * again, when. Duplicates of a delivery are recognised by the event's `id`, never by this.
 */
export function messageKeyOf(event: NewEvent, now: Date): string {
  return prefix + partsOf(event, now).join('###');
}

function partsOf(event: NewEvent, now: Date): string[] {
  const { actorId } = event;
  switch (event.type) {
    case 'member.signed_up':
      return ['MEMBER_SIGNUP', event.data.memberId];
    case 'member.updated':
      return ['MEMBER_UPDATE', event.data.memberId, timeOf(now)];
    case 'member.handle_changed':
      return ['MEMBER_HANDLE_CHANGE', event.data.memberId, timeOf(now)];
    case 'member.visibility_changed':
      return ['MEMBER_VISIBILITY_CHANGE', event.data.memberId, timeOf(now)];
    case 'member.followed':
      return ['MEMBER_FOLLOW', event.data.targetId, actorId];
    case 'member.unfollowed':
      return ['MEMBER_UNFOLLOW', event.data.targetId, actorId];
    case 'member.blocked':
      return ['MEMBER_BLOCK', event.data.targetId, actorId];
    case 'member.unblocked':
      return ['MEMBER_UNBLOCK', event.data.targetId, actorId];
    case 'post.created':
      return ['POST_CREATE', event.data.postId, actorId];
    case 'post.edited':
      return ['POST_UPDATE', event.data.postId, actorId, timeOf(now)];
    case 'post.deleted':
      return ['POST_DELETE', event.data.postId, actorId, timeOf(now)];
    case 'post.liked':
      return ['LIKE_POST', event.data.postId, actorId];
    case 'post.unliked':
      return ['LIKE_POST_CANCEL', event.data.postId, actorId];
    case 'comment.created':
      // By the comment's id: two comments of one member on one post are two activities.
      return ['COMMENT_CREATE', event.data.commentId, actorId];
  }
}

/** `yyyy-MM-dd HH:mm:ss.SSSSSSSSS`, UTC; the clock counts milliseconds, the rest is zeros. */
function timeOf(now: Date): string {
  return `${now.toISOString().replace('T', ' ').replace('Z', '')}000000`;
}
