import type { Position } from '../db/activity.ts';
import type { ActivityDatabase } from '../db/client.ts';
import { type Audience, findGroupsBefore, findNotifications } from '../db/notification-audience.ts';
import type { StoredNotification } from '../db/notifications.ts';

/**
 * How many are looked at, one look after another. A page that would need more looks than these ends early; its cursor
 * goes on from there.
 */
const looks = [100, 500, 500, 500];

/** The latest notification of each of the next `limit` groups behind `after`, and where to go on, if there may be more. */
export async function findGroups(
  db: Pick<ActivityDatabase, 'notifications'>,
  args: { audience: Audience; after: Position | null; limit: number },
): Promise<{ groups: StoredNotification[]; next: Position | null }> {
  const { audience, after, limit } = args;
  const groups: StoredNotification[] = [];
  const passed = new Set<string>();
  let place = after;
  for (const lookedAt of looks) {
    const found = await findNotifications(db, {
      audience,
      after: place,
      groupKeys: { except: [...passed] },
      limit: lookedAt,
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
    const last = found.at(-1);
    const end = groups[limit - 1];
    if (groups.length > limit && end) return { groups: groups.slice(0, limit), next: placeOf(end) };
    if (found.length < lookedAt || !last) return { groups, next: null };
    place = placeOf(last);
  }
  return { groups, next: place };
}

export function placeOf({ occurredAt, _id }: StoredNotification): Position {
  return { at: occurredAt, id: _id };
}

/** The first, which is the latest, of each group. */
function headsOf(found: StoredNotification[]): StoredNotification[] {
  const heads = new Map<string, StoredNotification>();
  for (const notification of found) {
    if (!heads.has(notification.groupKey)) heads.set(notification.groupKey, notification);
  }
  return [...heads.values()];
}
