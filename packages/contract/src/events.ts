import * as z from 'zod';

import { Visibility } from './member.ts';

/** The topic family; one topic a day, `member-activity-yyyyMMdd` (UTC). */
export const memberActivityTopic = 'member-activity';

const member = z.object({ memberId: z.uuid() });
const post = z.object({
  postId: z.uuid(),
  authorId: z.uuid(),
  text: z.string(),
  createdAt: z.iso.datetime(),
  version: z.number().int(),
});
const comment = z.object({
  commentId: z.uuid(),
  postId: z.uuid(),
  postAuthorId: z.uuid(),
  parentId: z.uuid().nullable(),
  parentAuthorId: z.uuid().nullable(),
  authorId: z.uuid(),
  text: z.string(),
  createdAt: z.iso.datetime(),
});
const postLike = z.object({ postId: z.uuid(), postAuthorId: z.uuid(), memberId: z.uuid() });

/** What each type of event carries: enough that a consumer need not ask back. */
export const eventData = {
  'member.signed_up': member.extend({ handle: z.string(), displayName: z.string() }),
  'member.updated': member.extend({ displayName: z.string(), bio: z.string() }),
  'member.handle_changed': member.extend({ handle: z.string(), previousHandle: z.string() }),
  'member.visibility_changed': member.extend({
    visibility: Visibility,
    previousVisibility: Visibility,
  }),
  'member.followed': member.extend({ targetId: z.uuid() }),
  'member.unfollowed': member.extend({ targetId: z.uuid() }),
  /** Ends the follows between the two, both ways; they are not told of one by one. */
  'member.blocked': member.extend({ targetId: z.uuid() }),
  'member.unblocked': member.extend({ targetId: z.uuid() }),
  'post.created': post,
  'post.edited': post,
  'post.deleted': post.pick({ postId: true, authorId: true, version: true }),
  'post.liked': postLike,
  'post.unliked': postLike,
  'comment.created': comment,
} as const;
export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;

export const SubjectKind = z.enum(['member', 'post', 'comment']);
export type SubjectKind = z.infer<typeof SubjectKind>;

const envelope = z.object({
  /** UUIDv7; duplicates of a delivery are recognised by it. */
  id: z.uuid(),
  version: z.literal(1),
  occurredAt: z.iso.datetime(),
  actorId: z.uuid(),
  /**
   * What the event is about. Its id is the partition key, so events of one subject stay in order; a comment's events
   * have its post's, so that what happens to one post stays in order too.
   */
  subject: z.object({ kind: SubjectKind, id: z.uuid() }),
  /** Names the activity: `member_activity:kafka_event:POST_CREATE###{postId}###{memberId}`. */
  messageKey: z.string(),
});

function eventOf<T extends EventType>(type: T) {
  return envelope.extend({ type: z.literal(type), data: eventData[type] });
}

/** One event on the wire, told apart by `type`. */
export const DomainEvent = z.discriminatedUnion('type', [
  eventOf('member.signed_up'),
  eventOf('member.updated'),
  eventOf('member.handle_changed'),
  eventOf('member.visibility_changed'),
  eventOf('member.followed'),
  eventOf('member.unfollowed'),
  eventOf('member.blocked'),
  eventOf('member.unblocked'),
  eventOf('post.created'),
  eventOf('post.edited'),
  eventOf('post.deleted'),
  eventOf('post.liked'),
  eventOf('post.unliked'),
  eventOf('comment.created'),
]);
export type DomainEvent = z.infer<typeof DomainEvent>;
export type EventOf<T extends EventType> = Extract<DomainEvent, { type: T }>;
