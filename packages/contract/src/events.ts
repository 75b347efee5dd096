import * as z from 'zod';

import { eventData } from './event-data.ts';

/** The topic family; one topic a day, `member-activity-yyyyMMdd` (UTC). */
export const memberActivityTopic = 'member-activity';

export type EventType = keyof typeof eventData;
export type EventData<T extends EventType> = z.infer<(typeof eventData)[T]>;
/** As its writer gives it: what has a default may be left out. */
export type NewEventData<T extends EventType> = z.input<(typeof eventData)[T]>;

// `Object.keys` forgets the type of the keys.
export const eventTypes = Object.keys(eventData) as [EventType, ...EventType[]]; // of a constant, which is not empty

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
   * have its post's, so that what happens to one post stays in order too. `version` grows with every event of the
   * subject: order holds within a key and a day, across days and replays a handler compares versions. 0: unordered.
   */
  subject: z.object({
    kind: SubjectKind,
    id: z.uuid(),
    version: z.number().int().min(0).default(0),
  }),
  /** Names the activity: `member_activity:kafka_event:POST_CREATE###{postId}###{memberId}`. */
  messageKey: z.string(),
});
type Envelope = z.infer<typeof envelope>;

/** Types that are, or may be, nobody's doing: of people who are not logged in, of moderation. `actorId` is null then. */
const anonymousTypes = [
  'member.security_noticed',
  'post.deleted',
  'comment.deleted',
  'post.read',
  'post.hidden',
  'post.unhidden',
  'comment.hidden',
  'comment.unhidden',
] as const satisfies EventType[];
export type AnonymousEventType = (typeof anonymousTypes)[number];
/** Who did it. */
export type ActorId<T extends EventType> = T extends AnonymousEventType ? string | null : string;

/** One event on the wire, told apart by `type`. */
export type DomainEvent = {
  [T in EventType]: Omit<Envelope, 'actorId'> & {
    type: T;
    actorId: ActorId<T>;
    data: EventData<T>;
  };
}[EventType];
export type EventOf<T extends EventType> = Extract<DomainEvent, { type: T }>;

const [first, ...rest] = eventTypes.map((type) => eventOf(type)) as [EventSchema, ...EventSchema[]]; // as many as types
export const DomainEvent = z.discriminatedUnion('type', [
  first,
  ...rest,
]) as unknown as z.ZodType<DomainEvent>; // made in a loop, so its type is written above

type EventSchema = ReturnType<typeof eventOf>;

function eventOf(type: EventType) {
  return envelope.extend({
    type: z.literal(type),
    actorId: isAnonymous(type) ? z.uuid().nullable() : z.uuid(),
    data: eventData[type],
  });
}

function isAnonymous(type: EventType): type is AnonymousEventType {
  return anonymousTypes.some((anonymous) => anonymous === type);
}
