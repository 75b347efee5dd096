import type { Position } from '../db/activity.ts';
import type { ActivityDatabase } from '../db/client.ts';
import {
  type Audience,
  findGroupsBefore,
  findNotifications,
  type StoredNotification,
} from '../db/notifications.ts';

/** Looked at in one go. A group of thousands costs one such look: the next passes it by. */
const scanSize = 100;

/**
 * The latest notification of each of the next `limit` groups behind `after`, and where to go on, if there are more; of
 * those only in which something is newer than `since`, where that is given.
 */
export async function findGroups(
  db: Pick<ActivityDatabase, 'notifications' | 'narrowsBySets'>,
  args: { audience: Audience; after: Position | null; since?: Date | null; limit: number },
): Promise<{ groups: StoredNotification[]; next: Position | null }> {
  const { audience, after, since = null, limit } = args;
  const groups: StoredNotification[] = [];
  const passed = new Set<string>();
  // Each turn meets at least one group it has not met, or ends.
  while (groups.length <= limit) {
    const found = await findNotifications(db, {
      audience,
      after,
      since,
      groupKeys: { $nin: [...passed] },
      limit: scanSize,
    });
    const heads = headsOf(found);
    const earlier =
      after && heads.length > 0
        ? await findGroupsBefore(db, {
            audience,
            groupKeys: heads.map(({ groupKey }) => groupKey),
            position: after,
          })
        : new Set<string>();
    groups.push(...heads.filter(({ groupKey }) => !earlier.has(groupKey)));
    for (const { groupKey } of heads) passed.add(groupKey);
    if (found.length < scanSize) break;
  }
  const last = groups[limit - 1];
  const hasMore = groups.length > limit && last !== undefined;
  return {
    groups: groups.slice(0, limit),
    next: hasMore ? { at: last.occurredAt, id: last._id } : null,
  };
}

/** The first, which is the latest, of each group. */
function headsOf(found: StoredNotification[]): StoredNotification[] {
  const heads = new Map<string, StoredNotification>();
  for (const notification of found) {
    if (!heads.has(notification.groupKey)) heads.set(notification.groupKey, notification);
  }
  return [...heads.values()];
}
