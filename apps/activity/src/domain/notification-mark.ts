import * as z from 'zod';

import type { ReadMark } from '../db/notification-audience.ts';
import type { StoredNotification } from '../db/notifications.ts';
import { findSettings, type FoundSetting, saveSetting } from '../db/settings.ts';
import type { Deps } from '../deps.ts';

/** What happened longer ago than this when it is told comes late: what happened after it may have been read by then. */
const promptMs = 1000;

/** Up to where a member has read; null before they did. */
export async function findMark(deps: Pick<Deps, 'db'>, memberId: string): Promise<ReadMark | null> {
  return (await findMarks(deps, [memberId])).get(memberId) ?? null;
}

/** As `findMark`, of each of some members who did. */
export async function findMarks(
  deps: Pick<Deps, 'db'>,
  memberIds: string[],
): Promise<ReadonlyMap<string, ReadMark>> {
  const stored = await findSettings(deps.db, { memberIds, name: 'read' });
  return new Map(
    [...stored].flatMap(([memberId, marks]): [string, ReadMark][] => {
      const mark = furthestOf(marks);
      return mark ? [[memberId, mark]] : [];
    }),
  );
}

/** Of marks that were set at the same time each counts, as far as it goes. */
function furthestOf(marks: readonly FoundSetting[]): ReadMark | null {
  return marks.reduce<ReadMark | null>((furthest, { value, asOf }) => {
    const until = z.date().safeParse(value).data;
    if (!until) return furthest;
    return {
      until: later(until, furthest?.until),
      asOf: asOf ? later(asOf, furthest?.asOf) : (furthest?.asOf ?? null),
    };
  }, null);
}

/** Never goes back, in neither way; gives whether it went on. */
export async function moveMark(
  deps: Pick<Deps, 'db'>,
  memberId: string,
  wanted: { until: Date; asOf: Date },
): Promise<boolean> {
  const stored = await findSettings(deps.db, { memberIds: [memberId], name: 'read' });
  const replaced = stored.get(memberId) ?? [];
  const current = furthestOf(replaced);
  const until = later(wanted.until, current?.until);
  const asOf = later(wanted.asOf, current?.asOf);
  if (current && until <= current.until && current.asOf && asOf <= current.asOf) return false;
  await saveSetting(deps.db, { memberId, name: 'read' }, { value: until, asOf, replaced });
  return true;
}

/** When something was told, where it comes late. */
export function toldAtOf(occurredAt: Date, now: Date): Pick<StoredNotification, 'toldAt'> {
  return now.getTime() - occurredAt.getTime() > promptMs ? { toldAt: now } : {};
}

export function isRead(
  { occurredAt, toldAt }: Pick<StoredNotification, 'occurredAt' | 'toldAt'>,
  mark: ReadMark | null | undefined,
): boolean {
  if (!mark || occurredAt > mark.until) return false;
  return !toldAt || mark.asOf === null || toldAt <= mark.asOf;
}

function later(one: Date, other: Date | null | undefined): Date {
  return other && other > one ? other : one;
}
