import type { ActivityType } from '@dailyfeed/contract/activity';
import { answerInTime, isDuplicate } from '@dailyfeed/events/mongo';
import type { Filter } from 'mongodb';

import type { ActivityDatabase, StoredActivity } from './client.ts';

/** Where a page ends: the last activity's time and id. */
export type ActivityPosition = { at: Date; id: string };

/** Stores an activity unless it is there already. */
export async function insertActivity(
  db: ActivityDatabase,
  activity: StoredActivity,
): Promise<void> {
  const activities = await db.indexedActivities();
  try {
    await activities.insertOne(activity);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

/** A member's activities, newest first, from behind `after` on. */
export async function findActivities(
  db: ActivityDatabase,
  args: {
    actorId: string;
    type: ActivityType | null;
    after: ActivityPosition | null;
    limit: number;
  },
): Promise<StoredActivity[]> {
  const filter: Filter<StoredActivity> = { actorId: args.actorId };
  if (args.type) filter.type = args.type;
  if (args.after) {
    const { at, id } = args.after;
    filter.$or = [{ occurredAt: { $lt: at } }, { occurredAt: at, _id: { $lt: id } }];
  }
  const answer = async (): Promise<StoredActivity[]> => {
    const activities = await db.activities();
    return activities.find(filter).sort({ occurredAt: -1, _id: -1 }).limit(args.limit).toArray();
  };
  return answerInTime(answer());
}
