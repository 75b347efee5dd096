import {
  type NotificationKind,
  type NotificationPreferences,
  NotificationSource,
} from '@dailyfeed/contract/notification';
import * as z from 'zod';

import { findSetting, findSettings, saveSetting } from '../db/settings.ts';
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
  return toPreferences(await findSetting(deps.db, { memberId, name: 'preferences' }));
}

/** Of each of some members, by member. */
export async function findPreferences(
  deps: Pick<Deps, 'db'>,
  memberIds: string[],
): Promise<ReadonlyMap<string, NotificationPreferences>> {
  const stored = await findSettings(deps.db, { memberIds, name: 'preferences' });
  return new Map(memberIds.map((id) => [id, toPreferences(stored.get(id)?.value)]));
}

/** Takes effect on what happens from now on. */
export async function setPreferences(
  deps: Pick<Deps, 'db'>,
  memberId: string,
  preferences: NotificationPreferences,
): Promise<NotificationPreferences> {
  await saveSetting(deps.db, { memberId, name: 'preferences' }, { value: preferences });
  return preferences;
}

/** Whether who has these preferences wants to hear of a kind from somebody they follow or do not. */
export function isWanted(
  preferences: NotificationPreferences,
  told: { kind: NotificationKind; following: boolean },
): boolean {
  // What has no preference is asked for one by one, or calls for an answer.
  const source = Object.entries(preferences).find(([kind]) => kind === told.kind)?.[1];
  switch (source) {
    case undefined:
    case 'everyone':
      return true;
    case 'nobody':
      return false;
    case 'following':
      return told.following;
  }
}

function toPreferences(stored: unknown): NotificationPreferences {
  return StoredPreferences.parse(stored ?? {});
}
