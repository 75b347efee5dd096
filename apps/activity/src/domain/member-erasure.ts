import type { EventOf } from '@dailyfeed/contract/events';

import { removeActivitiesAbout } from '../db/activity.ts';
import { removeNotifications } from '../db/notifications.ts';
import { removeSettingsOf } from '../db/settings.ts';
import { addTombstone, removeUndoingsOf } from '../db/tombstones.ts';
import { removeWishesAbout } from '../db/wishes.ts';
import type { Deps } from '../deps.ts';

type Erased = EventOf<'member.erased'>;

/*
 * The tombstone comes first in both: what is written about the member at the same time either is found here, or finds
 * the tombstone when it looks for one afterwards.
 */

/** Removes what a member did, and what was done to them, to theirs and to what stands under it. */
export async function eraseActivities(deps: Pick<Deps, 'db'>, event: Erased): Promise<void> {
  const { memberId } = event.data;
  await addTombstone(deps.db, memberId, new Date(event.occurredAt));
  await removeActivitiesAbout(deps.db, memberId);
}

/** Removes what a member was told, what was told of them, and what they wanted to hear of. */
export async function eraseNotifications(
  deps: Pick<Deps, 'db' | 'signals'>,
  event: Erased,
): Promise<void> {
  const { memberId } = event.data;
  await addTombstone(deps.db, memberId, new Date(event.occurredAt));
  await removeUndoingsOf(deps.db, memberId);
  await removeSettingsOf(deps.db, memberId);
  await removeWishesAbout(deps.db, memberId);
  const { notifications, withheld } = deps.db;
  const [toThem, ofThem] = [{ recipientId: memberId }, { actorId: memberId }];
  for (const matching of [toThem, ofThem]) await removeNotifications(withheld, matching);
  await removeNotifications(notifications, toThem);
  await removeNotifications(notifications, ofThem, (id) => deps.signals.notify(id));
}
