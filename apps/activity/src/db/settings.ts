import { answerInTime } from '@dailyfeed/events/mongo';
import { newIdBehind } from '@dailyfeed/service-kit/id';
import type { IndexDescription } from 'mongodb';

import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';

/**
 * Something a member has set, as it was set. Of what was set at the same time there may be several until it is set again:
 * who reads them knows what counts.
 */
export type StoredSetting = {
  _id: string;
  memberId: string;
  name: 'read' | 'preferences';
  value: unknown;
  /** Of `read`: what was told later had not been there to be read. */
  asOf?: Date;
  /** Of `preferences`: what each kind that was ever changed was before. */
  earlier?: unknown;
};
type Value = Pick<StoredSetting, 'value' | 'asOf' | 'earlier'>;
export type FoundSetting = Value & Pick<StoredSetting, '_id'>;

export const settingIndexes: IndexDescription[] = [{ key: { memberId: 1, name: 1, _id: -1 } }];

type Settings = Pick<ActivityDatabase, 'settings' | 'narrowsBySets'>;
type Key = Pick<StoredSetting, 'memberId' | 'name'>;

/** Adds it behind those that it stands for from then on, whatever the clock here says, and lets go of those. */
export async function saveSetting(
  db: Settings,
  key: Key,
  { replaced, ...value }: Value & { replaced: readonly FoundSetting[] },
): Promise<void> {
  const settings = await db.settings.toWrite();
  const ids = replaced.map(({ _id }) => _id);
  await settings.insertOne({ _id: newIdBehind(ids), ...key, ...value });
  if (ids.length > 0) await settings.deleteMany({ ...key, _id: anyOf(ids) });
}

export async function removeSettingsOf(db: Settings, memberId: string): Promise<void> {
  const settings = await db.settings.toWrite();
  await settings.deleteMany({ memberId });
}

/** What each of some members has set, the last one last, by member; nothing of those who set nothing. */
export async function findSettings(
  db: Settings,
  args: { memberIds: string[]; name: StoredSetting['name'] },
): Promise<ReadonlyMap<string, FoundSetting[]>> {
  const settings = await db.settings.toRead();
  const found = await findAny(db, args.memberIds, (memberId) =>
    answerInTime(settings.find({ memberId, name: args.name }).sort({ _id: 1 }).toArray()),
  );
  return Map.groupBy(found, ({ memberId }) => memberId);
}
