import type { ActivityType } from '@dailyfeed/contract/activity';
import { answerInTime, inTime } from '@dailyfeed/events/mongo';
import type { Filter } from 'mongodb';

import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase, StoredActivity } from './client.ts';
import { insertMissing } from './insert.ts';
import { removeAll, someMax } from './remove-some.ts';

/** Where a page ends: the last one's time and id. */
export type Position = { at: Date; id: string };

const dayMs = 86_400_000;
/**
 * How far back from where a page begins it is looked at, one after the other: what many did is put in order when it is
 * asked for, so that of a year of it, it is asked for little as long as that fills a page.
 */
const spansMs = [dayMs, 8 * dayMs, 64 * dayMs, Number.POSITIVE_INFINITY];
/** Looked at in one go. What was done thousands of times costs one such look: the next passes it by. */
const scanSize = 500;

type Activities = Pick<ActivityDatabase, 'activities'>;

/** Stores the activities that are not there already. */
export async function insertActivities(
  db: Activities,
  activities: StoredActivity[],
): Promise<void> {
  await insertMissing(db.activities, activities);
}

/** Removes what a member did, and what was done to them, to theirs and to what stands under it. */
export async function removeActivitiesAbout(db: Activities, memberId: string): Promise<void> {
  await removeAll(db.activities, { actorId: memberId });
  await removeAll(db.activities, { ownerId: memberId });
  await removeAll(db.activities, { postAuthorId: memberId });
  await removeAll(db.activities, { 'subject.id': memberId });
}

/** Leaves what was done to a text, or to what stands under a post, without words. */
export async function removeWords(
  db: Activities,
  what: { postId: string } | { 'subject.id': string },
): Promise<void> {
  const activities = await db.activities.toRead();
  // A range, which an index answers alone: of most posts there is none among however much was done to them.
  const withWords = { ...what, excerpt: { $gte: '' } };
  let found;
  do {
    found = await activities
      .find(withWords, { projection: { _id: 1 }, ...inTime })
      .limit(someMax)
      .toArray();
    const ids = found.map(({ _id }) => _id);
    await activities.updateMany({ _id: anyOf(ids) }, { $unset: { excerpt: '' } }, inTime);
  } while (found.length === someMax);
}

type Wanted = { types: readonly ActivityType[] | null; after: Position | null; limit: number };

/** What members did, newest first, from behind `after` on, which is about now where it is null. */
export async function findActivities(
  db: Activities,
  args: Wanted & { actorIds: string[]; now: Date },
): Promise<StoredActivity[]> {
  const { limit, after, now } = args;
  const [only, ...others] = args.actorIds;
  if (only === undefined) return [];
  // What one did stands in an index in this order.
  if (others.length === 0) return findWithin(db, { ...args, actorId: only, span: {} });
  const actorId = { $in: args.actorIds };
  const beganAt = (after?.at ?? now).getTime();
  const found: StoredActivity[] = [];
  let span: Span = {};
  for (const backMs of spansMs) {
    const { $gte: $lt } = span;
    const $gte = new Date(beganAt - backMs);
    span = { ...($lt && { $lt }), ...(backMs < Number.POSITIVE_INFINITY && { $gte }) };
    found.push(...(await findWithin(db, { ...args, actorId, span, limit: limit - found.length })));
    if (found.length === limit) break;
  }
  return found;
}

/** A part of the time: from then on, and before then. */
type Span = { $gte?: Date; $lt?: Date };

async function findWithin(
  db: Activities,
  args: Wanted & { actorId: string | { $in: string[] }; span: Span },
): Promise<StoredActivity[]> {
  const { actorId, types, after, span, limit } = args;
  const filter: Filter<StoredActivity> = {
    actorId,
    ...(types && { type: { $in: [...types] } }),
    ...(Object.keys(span).length > 0 && { occurredAt: span }),
    ...olderThan(after),
  };
  const answer = async (): Promise<StoredActivity[]> => {
    const activities = await db.activities.toRead();
    return activities.find(filter).sort({ occurredAt: -1, _id: -1 }).limit(limit).toArray();
  };
  return answerInTime(answer());
}

/** Of `activities` and what they repeat, the id of each one's latest. */
export async function findLatestIds(
  db: Activities,
  activities: Pick<StoredActivity, 'actorId' | 'messageKey'>[],
): Promise<ReadonlySet<string>> {
  const actorId = anyOf([...new Set(activities.map((each) => each.actorId))]);
  const open = new Set(activities.map(({ messageKey }) => messageKey));
  const latest = new Set<string>();
  // Each turn meets at least one it has not met, or ends.
  while (open.size > 0) {
    const filter = { actorId, messageKey: anyOf([...open]) };
    const answer = async (): Promise<Pick<StoredActivity, '_id' | 'messageKey'>[]> => {
      const stored = await db.activities.toRead();
      return stored
        .find(filter, { projection: { messageKey: 1 } })
        .sort({ occurredAt: -1, _id: -1 })
        .limit(scanSize)
        .toArray();
    };
    const found = await answerInTime(answer());
    for (const { _id, messageKey } of found) if (open.delete(messageKey)) latest.add(_id);
    if (found.length < scanSize) break;
  }
  return latest;
}

/** Ids of what an activity of `actorId` repeats, and its own; none where it is not there. */
export async function findRepeatedIds(
  db: Activities,
  { id, actorId }: { id: string; actorId: string },
): Promise<string[]> {
  const activities = await db.activities.toRead();
  const found = await activities.findOne({ _id: id, actorId }, { projection: { messageKey: 1 } });
  if (!found) return [];
  const { messageKey } = found;
  const all = await activities.find({ actorId, messageKey }, { projection: { _id: 1 } }).toArray();
  return all.map(({ _id }) => _id);
}

/** What post each text is, or stands under, where something is known to have been done to it. */
export async function findPostIdsOfTexts(
  db: Pick<ActivityDatabase, 'activities' | 'narrowsBySets'>,
  textIds: string[],
): Promise<Map<string, string>> {
  const activities = await db.activities.toRead();
  const found = await findAny(db, textIds, (textId) =>
    activities.find({ 'subject.id': textId }, { projection: { subject: 1, postId: 1 } }).toArray(),
  );
  return new Map(
    found.flatMap(({ subject, postId }) => (postId === null ? [] : [[subject.id, postId]])),
  );
}

export async function removeActivities(db: Activities, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await (await db.activities.toRead()).deleteMany({ _id: anyOf(ids) });
}

/** What stands behind a place in a list that is ordered by time and id, newest first. */
export function olderThan(
  after: Position | null,
): Pick<Filter<{ _id: string; occurredAt: Date }>, '$or'> {
  if (after === null) return {};
  const { at, id } = after;
  return { $or: [{ occurredAt: { $lt: at } }, { occurredAt: at, _id: { $lt: id } }] };
}
