import {
  type MarkReadInput,
  type UnreadCount,
  unreadCountMax,
} from '@dailyfeed/contract/notification';

import type { Position } from '../db/activity.ts';
import { findGroupKeys, findLate, findNotifications } from '../db/notification-audience.ts';
import type { StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { readAudience } from './audience.ts';
import { findMark, moveMark } from './notification-mark.ts';
import { createSight } from './notification-sight.ts';

/** How many unread notifications are looked at, one look after another: the first is nearly always enough. */
const looks = [200, 500, 500];
/** Of what is left then, which is a great deal, only the groups are counted. */
const scannedMax = 20_000;
const lateMax = 1000;

/** Marks what a page showed, and what stands behind it; not past now. */
export async function markRead(
  deps: Deps,
  memberId: string,
  { until, asOf }: MarkReadInput,
): Promise<UnreadCount> {
  const now = deps.now();
  const past = (at: string): Date => new Date(Math.min(Date.parse(at), now.getTime()));
  const wanted = { until: past(until), asOf: asOf ? past(asOf) : now };
  if (await moveMark(deps, memberId, wanted)) deps.signals.notify(memberId);
  return countUnread(deps, memberId);
}

/**
 * Rows with something the member has not read, as the list shows them. However much there is, it is counted in a
 * bounded number of questions.
 */
export async function countUnread(deps: Deps, memberId: string): Promise<UnreadCount> {
  const [audience, mark] = await Promise.all([
    readAudience(deps, { memberId }),
    findMark(deps, memberId),
  ]);
  const sight = createSight(deps, memberId);
  const met = new Set<string>();
  const shown = new Set<string>();
  const add = async (found: StoredNotification[]): Promise<void> => {
    const isOpen = ({ groupKey }: StoredNotification): boolean => !shown.has(groupKey);
    // One of a group is enough, and the others are asked about only where it is not.
    const heads = new Map(found.toReversed().map((each) => [each.groupKey, each]));
    for (const some of [[...heads.values()], found]) {
      const open = some.filter(isOpen);
      await sight.learn(open);
      for (const each of open) if (sight.isShown(each)) shown.add(each.groupKey);
    }
    for (const { groupKey } of found) met.add(groupKey);
  };

  await add(await findLate(deps.db, { audience, mark, limit: lateMax }));
  const since = mark?.until ?? null;
  let after: Position | null = null;
  for (const limit of looks) {
    const groupKeys = { except: [...shown] };
    const found = await findNotifications(deps.db, { audience, after, since, groupKeys, limit });
    await add(found);
    const last = found.at(-1);
    if (found.length < limit || !last) return toCount(shown.size);
    if (shown.size >= unreadCountMax) break;
    after = { at: last.occurredAt, id: last._id };
  }
  if (shown.size >= unreadCountMax) return toCount(shown.size);
  const groupKeys = { except: [...met] };
  const rest = await findGroupKeys(deps.db, {
    audience,
    after,
    since,
    groupKeys,
    scanned: scannedMax,
  });
  return toCount(shown.size + rest.length);
}

function toCount(rows: number): UnreadCount {
  return { count: Math.min(rows, unreadCountMax) };
}
