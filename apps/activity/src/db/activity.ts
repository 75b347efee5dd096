import type { ActivityType } from '@dailyfeed/contract/activity';
import { answerInTime } from '@dailyfeed/events/mongo';
import type { Filter } from 'mongodb';

import type { ActivityDatabase, StoredActivity } from './client.ts';
import { insertOnce } from './insert.ts';

/** Where a page ends: the last one's time and id. */
export type Position = { at: Date; id: string };

/** Stores an activity unless it is there already. */
export async function insertActivity(
  db: Pick<ActivityDatabase, 'activities'>,
  activity: StoredActivity,
): Promise<void> {
  await insertOnce(db.activities, activity);
}

/** A member's activities, newest first, from behind `after` on. */
export async function findActivities(
  db: Pick<ActivityDatabase, 'activities'>,
  args: {
    actorId: string;
    type: ActivityType | null;
    after: Position | null;
    limit: number;
  },
): Promise<StoredActivity[]> {
  const filter: Filter<StoredActivity> = { actorId: args.actorId, ...olderThan(args.after) };
  if (args.type) filter.type = args.type;
  const answer = async (): Promise<StoredActivity[]> => {
    const activities = await db.activities.toRead();
    return activities.find(filter).sort({ occurredAt: -1, _id: -1 }).limit(args.limit).toArray();
  };
  return answerInTime(answer());
}

/** What stands behind a place in a list that is ordered by time and id, newest first. */
export function olderThan(
  after: Position | null,
): Pick<Filter<{ _id: string; occurredAt: Date }>, '$or'> {
  if (after === null) return {};
  const { at, id } = after;
  return { $or: [{ occurredAt: { $lt: at } }, { occurredAt: at, _id: { $lt: id } }] };
}
