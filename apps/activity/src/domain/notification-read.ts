import { type UnreadCount, unreadCountMax } from '@dailyfeed/contract/notification';
import * as z from 'zod';

import { findSetting, saveSetting } from '../db/settings.ts';
import type { Deps } from '../deps.ts';
import { readAudience } from './audience.ts';
import { findShownActors } from './notification-actor.ts';
import { findGroups } from './notification-group.ts';

/** Until when a member has read; null before they did. */
export async function getReadUntil(deps: Pick<Deps, 'db'>, memberId: string): Promise<Date | null> {
  const stored = await findSetting(deps.db, { memberId, name: 'read' });
  return z.date().safeParse(stored).data ?? null;
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
