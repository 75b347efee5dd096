import type { ActorId, EventType, NewEventData, SubjectKind } from '@dailyfeed/contract/events';

/** A fact, as the service that made it tells it; the outbox adds id, times, the subject's version and message key. */
export type NewEvent = {
  [T in EventType]: {
    type: T;
    actorId: ActorId<T>;
    subject: { kind: SubjectKind; id: string };
    data: NewEventData<T>;
  };
}[EventType];
