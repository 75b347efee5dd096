import type { ActivityType } from '@dailyfeed/contract/activity';
import type { SubjectKind } from '@dailyfeed/contract/events';
import { connectMongo } from '@dailyfeed/events/mongo';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Db } from 'mongodb';

import { openCollection, type Store } from './collection.ts';
import { excerptIndexes, type StoredExcerpt } from './excerpts.ts';
import { notificationIndexes, type StoredNotification, withheldIndexes } from './notifications.ts';
import { type StoredSetting, settingIndexes } from './settings.ts';
import { type StoredTombstone, tombstoneIndexes } from './tombstones.ts';
import { type StoredWish, wishIndexes } from './wishes.ts';

/** A document of `member_activities`. Its id is the event's: an event delivered twice is one activity. */
export type StoredActivity = {
  _id: string;
  type: ActivityType;
  actorId: string;
  occurredAt: Date;
  subject: { kind: SubjectKind; id: string };
  /** Whose the subject is; null in documents that were written without it. */
  ownerId?: string | null;
  /** Who wrote the post that a comment stands under; as `ownerId`. */
  postAuthorId?: string | null;
  postId: string | null;
  /** In documents of an older release: how the text began. `notification_excerpts` has the words. */
  excerpt?: string;
  messageKey: string;
};

/** The collections of this service. */
export type ActivityDatabase = {
  activities: Store<StoredActivity>;
  notifications: Store<StoredNotification>;
  /** Those of what moderation hides, until it is shown again. */
  withheld: Store<StoredNotification>;
  /** How texts begin: the one place of this service that holds words of members. */
  excerpts: Store<StoredExcerpt>;
  /** What is gone, or undone: nobody is told of it any more, in whatever order its events arrive. */
  tombstones: Store<StoredTombstone>;
  /** What a member has read, and what they want to hear of. */
  settings: Store<StoredSetting>;
  /** Muted threads and subscriptions. */
  wishes: Store<StoredWish>;
  db(): Promise<Db>;
  /** Whether the server goes down an index for each value of a set, as MongoDB does and FerretDB does not. */
  narrowsBySets(): Promise<boolean>;
} & AsyncDisposable;

export function connectActivity(args: { url: string; log: Log }): ActivityDatabase {
  const mongo = connectMongo({ ...args, clientId: 'activity' });
  let narrows: boolean | undefined;
  return {
    activities: openCollection(mongo, 'member_activities', [
      // What a member did, newest first; and the same of one type. Equal times are told apart by `_id`.
      { key: { actorId: 1, occurredAt: -1, _id: -1 } },
      { key: { actorId: 1, type: 1, occurredAt: -1, _id: -1 } },
      // For whoever takes their story with them.
      { key: { actorId: 1, _id: 1 } },
      // What its retention ends for.
      { key: { occurredAt: 1 } },
      { key: { actorId: 1, messageKey: 1, occurredAt: -1, _id: -1 } },
      // The words of an older release, which few have.
      { key: { postId: 1, excerpt: 1 } },
      { key: { 'subject.id': 1, excerpt: 1 } },
      // What was done to a member, to be found when the member is erased.
      { key: { ownerId: 1 } },
      { key: { postAuthorId: 1 } },
    ]),
    notifications: openCollection(mongo, 'notifications', notificationIndexes),
    withheld: openCollection(mongo, 'notifications_withheld', withheldIndexes),
    excerpts: openCollection(mongo, 'notification_excerpts', excerptIndexes),
    tombstones: openCollection(mongo, 'notification_tombstones', tombstoneIndexes),
    settings: openCollection(mongo, 'notification_settings', settingIndexes),
    wishes: openCollection(mongo, 'notification_wishes', wishIndexes),
    db: () => mongo.open(),
    narrowsBySets: async () => {
      narrows ??= !('ferretdbVersion' in (await (await mongo.open()).command({ buildInfo: 1 })));
      return narrows;
    },
    [Symbol.asyncDispose]: () => mongo[Symbol.asyncDispose](),
  };
}

/** Rejects while the database does not answer. */
export async function pingDatabase(database: ActivityDatabase): Promise<void> {
  const db = await database.db();
  await db.command({ ping: 1 });
}
