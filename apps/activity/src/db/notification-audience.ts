import type { NotificationKind } from '@dailyfeed/contract/notification';
import { answerInTime } from '@dailyfeed/events/mongo';
import type { Document, Filter } from 'mongodb';

import { olderThan, type Position } from './activity.ts';
import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import type { StoredNotification } from './notifications.ts';

/** Those of a recipient, without what `hidden` members did and without muted threads. */
export type Audience = {
  recipientId: string;
  hiddenIds: string[];
  mutedPostIds: string[];
  kind: NotificationKind | null;
};
/** What a member has read: what happened up to `until`, of which they were told up to `asOf`, or at any time. */
export type ReadMark = { until: Date; asOf: Date | null };

/** More groups than are ever asked for at once. */
const rowsMax = 1000;

type Notifications = Pick<ActivityDatabase, 'notifications'>;
type Groups = { groupKeys?: { only: string[] } | { except: string[] } };

/** Newest first, from behind `after` on and newer than `since` where they are given; of some groups only, or without some. */
export async function findNotifications(
  db: Notifications,
  args: Groups & {
    audience: Audience;
    after: Position | null;
    since?: Date | null;
    limit: number;
  },
): Promise<StoredNotification[]> {
  const filter = {
    ...filterOf(args.audience),
    ...olderThan(args.after),
    ...(args.since && { occurredAt: { $gt: args.since } }),
    ...groupsOf(args),
  };
  return find(db, filter, { sort: { occurredAt: -1, _id: -1 }, limit: args.limit });
}

/** What is news although it happened before what was read: it was told later. The last told first. */
export async function findLate(
  db: Notifications,
  args: Groups & { audience: Audience; mark: ReadMark | null; limit: number },
): Promise<StoredNotification[]> {
  const { until, asOf } = args.mark ?? {};
  if (!until || !asOf) return [];
  const filter = {
    ...filterOf(args.audience),
    toldAt: { $gt: asOf },
    occurredAt: { $lte: until },
    ...groupsOf(args),
  };
  return find(db, filter, { sort: { toldAt: -1 }, limit: args.limit });
}

/** Of `groupKeys`, those of which something stands at or before `position`, so that an earlier page showed them. */
export async function findGroupsBefore(
  db: Notifications,
  args: { audience: Audience; groupKeys: string[]; position: Position },
): Promise<Set<string>> {
  const { at, id } = args.position;
  const filter: Filter<StoredNotification> = {
    ...filterOf(args.audience),
    groupKey: anyOf(args.groupKeys),
    $or: [{ occurredAt: { $gt: at } }, { occurredAt: at, _id: { $gte: id } }],
  };
  const answer = async (): Promise<string[]> => {
    const notifications = await db.notifications.toRead();
    return notifications.distinct('groupKey', filter);
  };
  return new Set(await answerInTime(answer()));
}

/** The keys of the groups that the newest `scanned` belong to, of those newer than `since`, in no order. */
export async function findGroupKeys(
  db: Notifications,
  args: Groups & {
    audience: Audience;
    after: Position | null;
    since: Date | null;
    scanned: number;
  },
): Promise<string[]> {
  const groups = await aggregate<{ _id: string }>(db, [
    {
      $match: {
        ...filterOf(args.audience),
        ...olderThan(args.after),
        ...(args.since && { occurredAt: { $gt: args.since } }),
        ...groupsOf(args),
      },
    },
    { $sort: { occurredAt: -1, _id: -1 } },
    { $limit: args.scanned },
    { $group: { _id: '$groupKey' } },
  ]);
  return groups.map(({ _id }) => _id);
}

/**
 * How often, and by how many, the things of each group were done. Two questions: FerretDB adds up one thing at a time,
 * and compares each with each, so it is asked of one group at a time, too.
 */
export async function countGroups(
  db: Notifications & Pick<ActivityDatabase, 'narrowsBySets'>,
  args: { audience: Audience; groupKeys: string[] },
): Promise<Map<string, { count: number; actorCount: number }>> {
  const add = async (
    stagesOf: (groupKey: string | object) => Document[],
  ): Promise<Map<string, number>> => {
    const sums = await findAny(db, args.groupKeys, (groupKey) => {
      const $match = { ...filterOf(args.audience), groupKey };
      return aggregate<{ _id: string; sum: number }>(db, [{ $match }, ...stagesOf(groupKey)]);
    });
    return new Map(sums.map(({ _id, sum }) => [_id, sum]));
  };
  const [counts, actorCounts] = await Promise.all([
    add(() => [{ $group: { _id: '$groupKey', sum: { $sum: 1 } } }]),
    add((groupKey) => [
      { $match: { actorId: { $ne: null } } },
      ...(typeof groupKey === 'string'
        ? [{ $group: { _id: '$actorId' } }, { $group: { _id: groupKey, sum: { $sum: 1 } } }]
        : [
            { $group: { _id: { group: '$groupKey', actor: '$actorId' } } },
            { $group: { _id: '$_id.group', sum: { $sum: 1 } } },
          ]),
    ]),
  ]);
  return new Map(
    [...counts].map(([group, count]) => [
      group,
      { count, actorCount: actorCounts.get(group) ?? 0 },
    ]),
  );
}

function find(
  db: Notifications,
  filter: Filter<StoredNotification>,
  { sort, limit }: { sort: Record<string, 1 | -1>; limit: number },
): Promise<StoredNotification[]> {
  const answer = async (): Promise<StoredNotification[]> =>
    // All in one answer.
    (await db.notifications.toRead()).find(filter, { sort, limit, batchSize: limit }).toArray();
  return answerInTime(answer());
}

function aggregate<Row extends Document>(db: Notifications, stages: Document[]): Promise<Row[]> {
  const answer = async (): Promise<Row[]> =>
    (await db.notifications.toRead()).aggregate<Row>(stages, { batchSize: rowsMax }).toArray();
  return answerInTime(answer());
}

function groupsOf({ groupKeys }: Groups): Filter<StoredNotification> {
  if (!groupKeys) return {};
  return { groupKey: 'only' in groupKeys ? anyOf(groupKeys.only) : { $nin: groupKeys.except } };
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
