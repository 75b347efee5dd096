import type { NotificationKind, NotificationTarget } from '@dailyfeed/contract/notification';
import { answerInTime } from '@dailyfeed/events/mongo';
import type { Document, Filter, IndexDescription } from 'mongodb';

import { olderThan, type Position } from './activity.ts';
import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import type { Store } from './collection.ts';
import { insertMissing } from './insert.ts';

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
  /** Who wrote the post that a comment stands under, where its words are shown. */
  postAuthorId?: string | null;
  /** Post or comment whose text is shown; null where there is none. */
  textId: string | null;
  occurredAt: Date;
  /** Of its event's subject: what is older does not take it back. 0, or missing in older documents, is in no order. */
  version?: number;
  /** Of what is withheld: whether its recipient had read it before. */
  wasRead?: boolean;
};

export const notificationIndexes: IndexDescription[] = [
  { key: { recipientId: 1, occurredAt: -1, _id: -1 } },
  { key: { recipientId: 1, groupKey: 1, occurredAt: -1, _id: -1 } },
  { key: { burstKey: 1, occurredAt: -1 } },
  { key: { postId: 1 } },
  { key: { textId: 1 } },
  { key: { actorId: 1 } },
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
/** Those of a recipient, without what `hidden` members did and without muted threads. */
export type Audience = {
  recipientId: string;
  hiddenIds: string[];
  mutedPostIds: string[];
  kind: NotificationKind | null;
};

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

/** Newest first, from behind `after` on and newer than `since` where they are given; of some groups only, or without some. */
export async function findNotifications(
  db: Notifications,
  args: {
    audience: Audience;
    after: Position | null;
    since?: Date | null;
    groupKeys: { $in: string[] } | { $nin: string[] };
    limit: number;
  },
): Promise<StoredNotification[]> {
  const filter = {
    ...filterOf(args.audience),
    ...olderThan(args.after),
    ...(args.since && { occurredAt: { $gt: args.since } }),
    groupKey: args.groupKeys,
  };
  const answer = async (): Promise<StoredNotification[]> => {
    const notifications = await db.notifications.toRead();
    return notifications.find(filter).sort({ occurredAt: -1, _id: -1 }).limit(args.limit).toArray();
  };
  return answerInTime(answer());
}

/** Of `groupKeys`, those of which something stands at or before `position`, so that an earlier page showed them. */
export async function findGroupsBefore(
  db: Notifications,
  args: { audience: Audience; groupKeys: string[]; position: Position },
): Promise<Set<string>> {
  const { at, id } = args.position;
  const filter: Filter<StoredNotification> = {
    ...filterOf(args.audience),
    groupKey: { $in: args.groupKeys },
    $or: [{ occurredAt: { $gt: at } }, { occurredAt: at, _id: { $gte: id } }],
  };
  const answer = async (): Promise<string[]> => {
    const notifications = await db.notifications.toRead();
    return notifications.distinct('groupKey', filter);
  };
  return new Set(await answerInTime(answer()));
}

/**
 * How often, and by how many, the things of each group were done. Two questions: FerretDB adds up one thing at a time.
 */
export async function countGroups(
  db: Notifications,
  args: { audience: Audience; groupKeys: string[] },
): Promise<Map<string, { count: number; actorCount: number }>> {
  const $match = { ...filterOf(args.audience), groupKey: { $in: args.groupKeys } };
  const add = async (stages: Document[]): Promise<Map<string, number>> => {
    const notifications = await db.notifications.toRead();
    const sums = notifications.aggregate<{ _id: string; sum: number }>([{ $match }, ...stages]);
    return new Map((await sums.toArray()).map(({ _id, sum }) => [_id, sum]));
  };
  const [counts, actorCounts] = await answerInTime(
    Promise.all([
      add([{ $group: { _id: '$groupKey', sum: { $sum: 1 } } }]),
      add([
        { $match: { actorId: { $ne: null } } },
        { $group: { _id: { group: '$groupKey', actor: '$actorId' } } },
        { $group: { _id: '$_id.group', sum: { $sum: 1 } } },
      ]),
    ]),
  );
  return new Map(
    [...counts].map(([group, count]) => [
      group,
      { count, actorCount: actorCounts.get(group) ?? 0 },
    ]),
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
): Promise<Pick<StoredNotification, '_id' | 'recipientId' | 'occurredAt'>[]> {
  const notifications = await db.notifications.toRead();
  return notifications
    .find({ textId, kind: 'text_hidden' }, { projection: { recipientId: 1, occurredAt: 1 } })
    .toArray();
}

/** Which notifications, by what they are about. */
export type Matching = Partial<Pick<StoredNotification, 'postId' | 'textId' | 'kind'>> & {
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

/** Takes back all that match; gives whose they were. */
export async function removeNotifications(
  store: Store<StoredNotification>,
  matching: Matching,
): Promise<string[]> {
  const filter = matchOf(matching);
  const notifications = await store.toRead();
  const recipientIds: string[] = await notifications.distinct('recipientId', filter);
  if (recipientIds.length > 0) await notifications.deleteMany(filter);
  return recipientIds;
}

/** Takes back what a member was told and what was told of them; gives who else was told. */
export async function removeNotificationsAbout(
  db: Pick<ActivityDatabase, 'notifications' | 'withheld'>,
  memberId: string,
): Promise<string[]> {
  const notifications = await db.notifications.toWrite();
  await notifications.deleteMany({ recipientId: memberId });
  const withheld = await db.withheld.toWrite();
  await withheld.deleteMany({ recipientId: memberId });
  await withheld.deleteMany({ actorId: memberId });
  const recipientIds: string[] = await notifications.distinct('recipientId', { actorId: memberId });
  await notifications.deleteMany({ actorId: memberId });
  return recipientIds;
}

function matchOf(matching: Matching): Filter<StoredNotification> {
  const { exceptRecipientIds = [], exceptKinds = [], ...filter } = matching;
  return {
    ...filter,
    ...(exceptRecipientIds.length > 0 && { recipientId: { $nin: exceptRecipientIds } }),
    ...(exceptKinds.length > 0 && { kind: { $nin: [...exceptKinds] } }),
  };
}

function filterOf(audience: Audience): Filter<StoredNotification> {
  return {
    recipientId: audience.recipientId,
    ...(audience.kind ? { kind: audience.kind } : {}),
    ...(audience.hiddenIds.length > 0 ? { actorId: { $nin: audience.hiddenIds } } : {}),
    ...(audience.mutedPostIds.length > 0
      ? {
          $and: [
            // What moderation did is told of a muted thread, too.
            { $or: [{ postId: { $nin: audience.mutedPostIds } }, { actorId: null }] },
          ],
        }
      : {}),
  };
}
