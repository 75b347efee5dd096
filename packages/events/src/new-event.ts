import type { EventData, EventType, SubjectKind } from '@dailyfeed/contract/events';

/** A fact, as the service that made it tells it; the outbox adds id, time and message key. */
export type NewEvent = {
  [T in EventType]: {
    type: T;
    actorId: string;
    subject: { kind: SubjectKind; id: string };
    data: EventData<T>;
  };
}[EventType];
