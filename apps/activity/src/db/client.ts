import type { ActivityType } from '@dailyfeed/contract/activity';
import type { SubjectKind } from '@dailyfeed/contract/events';
import { connectMongo, once } from '@dailyfeed/events/mongo';
import type { Collection, Db } from 'mongodb';

/** A document of `member_activities`. Its id is the event's: an event delivered twice is one activity. */
export type StoredActivity = {
  _id: string;
  type: ActivityType;
  actorId: string;
  occurredAt: Date;
  subject: { kind: SubjectKind; id: string };
  postId: string | null;
  excerpt: string;
  messageKey: string;
};

/** The collections of this service. Each call rejects soon while the server was never reached. */
export type ActivityDatabase = {
  /** For reading; does not wait for indexes. */
  activities(): Promise<Collection<StoredActivity>>;
  /** For writing, once the indexes are there. */
  indexedActivities(): Promise<Collection<StoredActivity>>;
  db(): Promise<Db>;
} & AsyncDisposable;

export function connectActivity(url: string): ActivityDatabase {
  const mongo = connectMongo({ url, clientId: 'activity' });
  const activities = async (): Promise<Collection<StoredActivity>> => {
    const db = await mongo.open();
    return db.collection<StoredActivity>('member_activities');
  };
  const indexed = once(async () => {
    // What a member did, newest first; and the same of one type. Equal times are told apart by `_id`.
    await (
      await activities()
    ).createIndexes([
      { key: { actorId: 1, occurredAt: -1, _id: -1 } },
      { key: { actorId: 1, type: 1, occurredAt: -1, _id: -1 } },
    ]);
  });
  return {
    activities,
    indexedActivities: async () => {
      await indexed();
      return activities();
    },
    db: () => mongo.open(),
    [Symbol.asyncDispose]: () => mongo[Symbol.asyncDispose](),
  };
}

/** Rejects while the database does not answer. */
export async function pingDatabase(database: ActivityDatabase): Promise<void> {
  const db = await database.db();
  await db.command({ ping: 1 });
}
