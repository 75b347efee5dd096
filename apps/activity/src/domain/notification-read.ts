import { type UnreadCount, unreadCountMax } from '@dailyfeed/contract/notification';
import * as z from 'zod';

import { findSettings, saveSetting } from '../db/settings.ts';
import type { Deps } from '../deps.ts';
import { readAudience } from './audience.ts';
import { findShownActors } from './notification-actor.ts';
import { findGroups } from './notification-group.ts';

/** Until when a member has read; null before they did. */
export async function getReadUntil(deps: Pick<Deps, 'db'>, memberId: string): Promise<Date | null> {
  return (await findReadUntil(deps, [memberId])).get(memberId) ?? null;
}

/** As `getReadUntil`, of each of some members who did. */
export async function findReadUntil(
  deps: Pick<Deps, 'db'>,
  memberIds: string[],
): Promise<ReadonlyMap<string, Date>> {
  const stored = await findSettings(deps.db, { memberIds, name: 'read' });
  return new Map(
    [...stored].flatMap(([memberId, value]): [string, Date][] => {
      const until = z.date().safeParse(value).data;
      return until ? [[memberId, until]] : [];
    }),
  );
}

/** Never goes back, whichever of two tabs says it last, and not past now. */
export async function markRead(deps: Deps, memberId: string, until: Date): Promise<UnreadCount> {
  const now = deps.now();
  const wanted = until < now ? until : now;
  const current = await getReadUntil(deps, memberId);
  if (current === null || wanted > current) {
    await saveSetting(deps.db, { memberId, name: 'read' }, wanted);
    deps.signals.notify(memberId);
  }
  return countUnread(deps, memberId);
}

/** Rows with something the member has not read, as the list shows them. */
export async function countUnread(deps: Deps, memberId: string): Promise<UnreadCount> {
  const [audience, since] = await Promise.all([
    readAudience(deps, { memberId }),
    getReadUntil(deps, memberId),
  ]);
  const { groups } = await findGroups(deps.db, {
    audience,
    after: null,
    since,
    limit: unreadCountMax,
  });
  const actors = await findShownActors(deps, { audience, groups });
  return { count: actors.size };
}
