import type { NotificationKind, NotificationTarget } from '@dailyfeed/contract/notification';
import type { Filter, IndexDescription } from 'mongodb';

import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import type { Store } from './collection.ts';
import { insertMissing } from './insert.ts';
import { takeAll } from './remove-some.ts';

/**
 * A document of `notifications`: one cause, told to one member. Its id names recipient, kind and cause, so the same
 * cause is told once, however often its events arrive. Rows that readers see are groups of these, made on read.
 */
export type StoredNotification = {
  _id: string;
  recipientId: string;
  kind: NotificationKind;
  /** Null where moderation did it, or nobody knows who it was. */
  actorId: string | null;
  groupKey: string;
  /** Recipient, kind and actor: of what has one, much within an hour is a burst. */
  burstKey: string;
  target: NotificationTarget;
  postId: string | null;
  /** Who wrote the post that a comment stands under, where its words are shown; of a like, where that is its recipient. */
  postAuthorId?: string | null;
  /** Post or comment whose text is shown; null where there is none. */
  textId: string | null;
  occurredAt: Date;
  /** When its recipient could first see it, where that was well after it happened. */
  toldAt?: Date;
  /** Of its event's subject: what is older does not take it back. 0, or missing in older documents, is in no order. */
  version?: number;
  /** Of what is withheld: whether its recipient had read it before. */
  wasRead?: boolean;
};

export const notificationIndexes: IndexDescription[] = [
  { key: { recipientId: 1, occurredAt: -1, _id: -1 } },
  { key: { recipientId: 1, groupKey: 1, occurredAt: -1, _id: -1 } },
  { key: { recipientId: 1, toldAt: -1 } },
  { key: { burstKey: 1, occurredAt: -1 } },
  // Without whoever is told of all of it, such as the author of the post.
  { key: { postId: 1, recipientId: 1 } },
  { key: { textId: 1, kind: 1, recipientId: 1 } },
  { key: { actorId: 1 } },
  // What its retention ends for.
  { key: { occurredAt: 1 } },
];

/** Of `withheld`: only what is looked for by what it is about, and whom it names. */
export const withheldIndexes: IndexDescription[] = [
  { key: { postId: 1 } },
  { key: { textId: 1 } },
  { key: { recipientId: 1 } },
  { key: { actorId: 1 } },
  { key: { occurredAt: 1 } },
];

type Notifications = Pick<ActivityDatabase, 'notifications' | 'narrowsBySets'>;

/** What is looked at of what is there to tell what becomes of more. */
export type KnownNotification = Pick<
  StoredNotification,
  '_id' | 'recipientId' | 'burstKey' | 'occurredAt' | 'version'
>;
const known = { recipientId: 1, burstKey: 1, occurredAt: 1, version: 1 } as const;
/** Of bursts that are looked at together; what is older beyond it makes no burst. */
const recentMax = 5000;
const batchSize = 500;

/** Adds those of whose cause its recipient has not been told, and gives them. */
export function insertNotifications(
  db: Notifications,
  notifications: StoredNotification[],
): Promise<StoredNotification[]> {
  return insertMissing(db.notifications, notifications);
}

/** Has them wait until what they are about is shown again. */
export async function insertWithheld(
  db: Pick<ActivityDatabase, 'withheld'>,
  notifications: StoredNotification[],
): Promise<void> {
  await insertMissing(db.withheld, notifications);
}

export async function findKnown(db: Notifications, ids: string[]): Promise<KnownNotification[]> {
  const notifications = await db.notifications.toRead();
  return findAny(db, ids, (_id) => notifications.find({ _id }, { projection: known }).toArray());
}

/** What there is of some bursts since then, whenever it is to come yet. */
export async function findRecent(
  db: Notifications,
  args: { burstKeys: string[]; since: Date },
): Promise<KnownNotification[]> {
  const notifications = await db.notifications.toRead();
  return findAny(db, args.burstKeys, (burstKey) =>
    notifications
      .find({ burstKey, occurredAt: { $gte: args.since } }, { projection: known })
      .sort({ occurredAt: -1 })
      .limit(recentMax)
      .toArray(),
  );
}

/** Takes back what was seen to be there; what has been told again since then stays. */
export async function removeSeen(
  db: Notifications,
  seen: Pick<StoredNotification, '_id' | 'occurredAt'>[],
): Promise<void> {
  if (seen.length === 0) return;
  const notifications = await db.notifications.toRead();
  await notifications.bulkWrite(
    seen.map(({ _id, occurredAt }) => ({ deleteOne: { filter: { _id, occurredAt } } })),
    { ordered: false },
  );
}

export async function removeByIds(store: Store<StoredNotification>, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await (await store.toRead()).deleteMany({ _id: anyOf(ids) });
}

/** As `removeByIds`; of what has an `upTo`, only what is not newer than that version. */
export async function removeUpTo(
  store: Store<StoredNotification>,
  some: readonly { id: string; upTo?: number }[],
): Promise<void> {
  if (some.length === 0) return;
  const collection = await store.toRead();
  await collection.bulkWrite(
    some.map(({ id: _id, upTo }) => ({
      // Of a document without a version it is not said either.
      deleteOne: { filter: { _id, ...(upTo && { version: { $not: { $gt: upTo } } }) } },
    })),
    { ordered: false },
  );
}

/** What the author of a text has been told of its being hidden. */
export async function findHidingsTold(
  db: Notifications,
  textId: string,
): Promise<Pick<StoredNotification, '_id' | 'occurredAt' | 'toldAt'>[]> {
  const notifications = await db.notifications.toRead();
  return notifications
    .find({ textId, kind: 'text_hidden' }, { projection: { occurredAt: 1, toldAt: 1 } })
    .toArray();
}

/** Which notifications, by what they are about. */
export type Matching = Partial<
  Pick<StoredNotification, 'postId' | 'textId' | 'kind' | 'recipientId' | 'actorId'>
> & {
  exceptRecipientIds?: string[];
  exceptKinds?: readonly NotificationKind[];
};

/** All that match, so many at a time. */
export async function* findInBatches(
  store: Store<StoredNotification>,
  matching: Matching,
): AsyncGenerator<StoredNotification[]> {
  let batch: StoredNotification[] = [];
  for await (const each of (await store.toRead()).find(matchOf(matching)).batchSize(batchSize)) {
    if (batch.push(each) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Takes back all that match, so many at a time; calls back with whose they were, once in each time. */
export async function removeNotifications(
  store: Store<StoredNotification>,
  matching: Matching,
  onRemoved: (recipientId: string) => void = () => undefined,
): Promise<void> {
  for await (const some of takeAll(store, matchOf(matching), ['recipientId'])) {
    for (const id of new Set(some.map(({ recipientId }) => recipientId))) onRemoved(id);
  }
}

function matchOf(matching: Matching): Filter<StoredNotification> {
  const { exceptRecipientIds = [], exceptKinds = [], ...filter } = matching;
  return {
    ...filter,
    ...(exceptRecipientIds.length > 0 && { recipientId: { $nin: exceptRecipientIds } }),
    ...(exceptKinds.length > 0 && { kind: { $nin: [...exceptKinds] } }),
  };
}
