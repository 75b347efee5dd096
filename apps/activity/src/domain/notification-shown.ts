import type { MemberSummary } from '@dailyfeed/contract/member';

import {
  type Audience,
  countGroups,
  findLate,
  findNotifications,
  type ReadMark,
} from '../db/notification-audience.ts';
import type { StoredNotification } from '../db/notifications.ts';
import type { Deps } from '../deps.ts';
import { isRead } from './notification-mark.ts';
import { createSight, type Sight } from './notification-sight.ts';

/** Those who are named in a row. */
const actorsShown = 3;
/**
 * How many are looked at, for all groups of a page, one look after another: the first is enough unless a group is large
 * and those who did it last may not be shown. A group of which the last finds nobody is not shown.
 */
const looks = [300, 1000, 3000];
/** Told late, among the groups of a page. */
const lateMax = 300;

/** What of a group its recipient may be shown. */
export type ShownGroup = {
  /** What happened last of it: with its words, and its link. */
  latest: StoredNotification;
  /** Those who did it last, the latest first. */
  actors: MemberSummary[];
  actorCount: number;
  count: number;
  isRead: boolean;
};

/** What there is of a group, whoever may be shown. */
type Counted = { count: number; actorCount: number };

/** What of some groups may be shown, by their keys: of a group nothing of which may be, nothing. */
export async function findShownGroups(
  deps: Pick<Deps, 'db' | 'members'>,
  args: { audience: Audience; groups: StoredNotification[]; mark: ReadMark | null },
): Promise<Map<string, ShownGroup>> {
  const { audience, groups, mark } = args;
  if (groups.length === 0) return new Map();
  const groupKeys = groups.map(({ groupKey }) => groupKey);
  const [counts, late] = await Promise.all([
    countGroups(deps.db, { audience, groupKeys }),
    findLate(deps.db, { audience, mark, groupKeys: { only: groupKeys }, limit: lateMax }),
  ]);
  const sight = createSight(deps, audience.recipientId);
  const piles = new Map(groupKeys.map((groupKey) => [groupKey, createPile(sight, mark)]));
  const pile = async (found: StoredNotification[]): Promise<void> => {
    await sight.learn(found);
    for (const each of found) piles.get(each.groupKey)?.add(each);
  };
  const countOf = (groupKey: string): Counted =>
    counts.get(groupKey) ?? { count: 0, actorCount: 0 };
  const isOpen = (groupKey: string): boolean =>
    piles.get(groupKey)?.isOpen(countOf(groupKey)) ?? false;

  await pile(groups);
  let after = null;
  for (const limit of looks) {
    const only = groupKeys.filter(isOpen);
    if (only.length === 0) break;
    const found = await findNotifications(deps.db, {
      audience,
      after,
      groupKeys: { only },
      limit,
    });
    await pile(found);
    const last = found.at(-1);
    if (found.length < limit || !last) break;
    after = { at: last.occurredAt, id: last._id };
  }
  await pile(late);
  return new Map(
    [...piles].flatMap(([groupKey, each]): [string, ShownGroup][] => {
      const shown = each.toShown(countOf(groupKey));
      return shown ? [[groupKey, shown]] : [];
    }),
  );
}

/** What was found of one group, newest first as far as it did not come late. */
function createPile(sight: Sight, mark: ReadMark | null) {
  const shown = new Map<string, StoredNotification>();
  const unshown = new Map<string, StoredNotification>();
  return {
    add: (each: StoredNotification): void => {
      (sight.isShown(each) ? shown : unshown).set(each._id, each);
    },
    /** Whether more of it would name more. */
    isOpen: (counted: Counted): boolean => {
      if (shown.size + unshown.size >= counted.count) return false;
      if (shown.size === 0) return true;
      const known = actorsOf([...shown.values(), ...unshown.values()]);
      return known.size < counted.actorCount && actorsOf(shown.values()).size < actorsShown;
    },
    toShown: (counted: Counted): ShownGroup | undefined => {
      const found = [...shown.values()].toSorted(byTime);
      const [latest] = found;
      if (!latest) return undefined;
      const actorIds = actorsOf(found);
      const unshownIds = [...actorsOf(unshown.values())].filter((id) => !actorIds.has(id));
      return {
        latest,
        actors: [...actorIds].slice(0, actorsShown).flatMap((id) => sight.summaryOf(id) ?? []),
        actorCount: Math.max(counted.actorCount - unshownIds.length, actorIds.size),
        count: Math.max(counted.count - unshown.size, found.length),
        isRead: found.every((each) => isRead(each, mark)),
      };
    },
  };
}

function actorsOf(found: Iterable<StoredNotification>): Set<string> {
  return new Set([...found].flatMap(({ actorId }) => actorId ?? []));
}

function byTime(one: StoredNotification, other: StoredNotification): number {
  const ms = other.occurredAt.getTime() - one.occurredAt.getTime();
  return ms === 0 ? Number(other._id > one._id) - Number(other._id < one._id) : ms;
}
