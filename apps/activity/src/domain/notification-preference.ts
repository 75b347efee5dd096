import {
  type NotificationKind,
  type NotificationPreferences,
  NotificationSource,
} from '@dailyfeed/contract/notification';
import * as z from 'zod';

import { findSetting, saveSetting } from '../db/settings.ts';
import type { Deps } from '../deps.ts';

/** As stored; what is not there, or not understood, is as if it had never been set. */
const wanted = NotificationSource.catch('everyone');
const StoredPreferences = z.object({
  like: wanted,
  comment: wanted,
  reply: wanted,
  mention: wanted,
  follow: wanted,
});

export async function getPreferences(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<NotificationPreferences> {
  const stored = await findSetting(deps.db, { memberId, name: 'preferences' });
  return StoredPreferences.parse(stored ?? {});
}

/** Takes effect on what happens from now on. */
export async function setPreferences(
  deps: Pick<Deps, 'db'>,
  memberId: string,
  preferences: NotificationPreferences,
): Promise<NotificationPreferences> {
  await saveSetting(deps.db, { memberId, name: 'preferences' }, preferences);
  return preferences;
}

/** Whether a member wants to hear of this kind from this actor. */
export async function isWanted(
  deps: Pick<Deps, 'db' | 'members'>,
  told: { recipientId: string; kind: NotificationKind; actorId: string },
): Promise<boolean> {
  const preferences = await getPreferences(deps, told.recipientId);
  // What has no preference is asked for one by one, or calls for an answer.
  const source = Object.entries(preferences).find(([kind]) => kind === told.kind)?.[1];
  switch (source) {
    case undefined:
    case 'everyone':
      return true;
    case 'nobody':
      return false;
    case 'following': {
      const { items } = await deps.members.followings(told.recipientId);
      return items.includes(told.actorId);
    }
  }
}
