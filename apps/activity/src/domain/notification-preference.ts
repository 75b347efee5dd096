import {
  type NotificationKind,
  NotificationPreferences,
  type NotificationPreferencesInput,
  NotificationSource,
} from '@dailyfeed/contract/notification';
import * as z from 'zod';

import { findSettings, type FoundSetting, saveSetting } from '../db/settings.ts';
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
const ChosenKind = NotificationPreferences.keyof();
const StoredEarlier = z
  .partialRecord(ChosenKind, z.object({ source: NotificationSource, until: z.date() }))
  .catch({});

/** What a member wants to hear of, and what they wanted of each kind before they changed that last. */
export type Wanted = {
  preferences: NotificationPreferences;
  earlier: z.infer<typeof StoredEarlier>;
};

export async function getPreferences(
  deps: Pick<Deps, 'db'>,
  memberId: string,
): Promise<NotificationPreferences> {
  return toWanted(await findStored(deps, memberId)).preferences;
}

/** Of each of some members, by member. */
export async function findWanted(
  deps: Pick<Deps, 'db'>,
  memberIds: string[],
): Promise<ReadonlyMap<string, Wanted>> {
  const stored = await findSettings(deps.db, { memberIds, name: 'preferences' });
  return new Map(memberIds.map((id) => [id, toWanted(stored.get(id) ?? [])]));
}

/** Takes effect on what happens from now on. */
export async function setPreferences(
  deps: Pick<Deps, 'db' | 'now'>,
  memberId: string,
  wishes: NotificationPreferencesInput,
): Promise<NotificationPreferences> {
  const replaced = await findStored(deps, memberId);
  const before = toWanted(replaced);
  const at = deps.now();
  const preferences = { ...before.preferences };
  for (const kind of ChosenKind.options) preferences[kind] = wishes[kind] ?? preferences[kind];
  const changed = ChosenKind.options.filter(
    (kind) => preferences[kind] !== before.preferences[kind],
  );
  const earlier = { ...before.earlier };
  for (const kind of changed) {
    const last = before.earlier[kind]?.until;
    // Never before what it stands for, whatever the clock here says.
    const until = last && last > at ? last : at;
    earlier[kind] = { source: before.preferences[kind], until };
  }
  const key = { memberId, name: 'preferences' } as const;
  await saveSetting(deps.db, key, { value: preferences, earlier, replaced });
  return preferences;
}

/**
 * Whether a member wants to hear of a kind from somebody they follow or do not. What happened before they changed that,
 * and comes late or again, they have to have wanted then, too: nothing old is news because it is wanted from now on.
 */
export function isWanted(
  { preferences, earlier }: Wanted,
  told: { kind: NotificationKind; following: boolean; at: Date },
): boolean {
  const { data: kind } = ChosenKind.safeParse(told.kind);
  // What has no preference is asked for one by one, or calls for an answer.
  if (kind === undefined) return true;
  const before = earlier[kind];
  return (
    admits(preferences[kind], told) &&
    (before === undefined || told.at >= before.until || admits(before.source, told))
  );
}

function admits(source: NotificationSource, { following }: { following: boolean }): boolean {
  switch (source) {
    case 'everyone':
      return true;
    case 'nobody':
      return false;
    case 'following':
      return following;
  }
}

async function findStored(deps: Pick<Deps, 'db'>, memberId: string): Promise<FoundSetting[]> {
  const stored = await findSettings(deps.db, { memberIds: [memberId], name: 'preferences' });
  return stored.get(memberId) ?? [];
}

/** Of what was set at the same time, as in two tabs, of each kind what was changed last. */
function toWanted(stored: readonly Pick<FoundSetting, 'value' | 'earlier'>[]): Wanted {
  const preferences = StoredPreferences.parse({});
  const earlier: Wanted['earlier'] = {};
  for (const each of stored) {
    const set = StoredPreferences.parse(each.value ?? {});
    const changed = StoredEarlier.parse(each.earlier ?? {});
    for (const kind of ChosenKind.options) {
      const [known, change] = [earlier[kind], changed[kind]];
      if (known && !(change && change.until >= known.until)) continue;
      preferences[kind] = set[kind];
      if (change) earlier[kind] = change;
    }
  }
  return { preferences, earlier };
}
