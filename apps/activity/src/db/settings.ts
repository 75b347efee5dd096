import { answerInTime } from '@dailyfeed/events/mongo';
import { newId } from '@dailyfeed/service-kit/id';
import type { IndexDescription } from 'mongodb';

import { findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';

/** Something a member has set, as it was set; ids are UUIDv7, and the last one counts. */
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

export const settingIndexes: IndexDescription[] = [{ key: { memberId: 1, name: 1, _id: -1 } }];

type Settings = Pick<ActivityDatabase, 'settings' | 'narrowsBySets'>;
type Key = Pick<StoredSetting, 'memberId' | 'name'>;

/** Adds it behind what was set before, and lets go of that: two tabs at once leave one of the two, whole. */
export async function saveSetting(db: Settings, key: Key, value: Value): Promise<void> {
  const settings = await db.settings.toWrite();
  const _id = newId();
  await settings.insertOne({ _id, ...key, ...value });
  await settings.deleteMany({ ...key, _id: { $lt: _id } });
}

export async function removeSettingsOf(db: Settings, memberId: string): Promise<void> {
  const settings = await db.settings.toWrite();
  await settings.deleteMany({ memberId });
}

/** What each of some members set last, by member; nothing of those who set nothing. */
export async function findSettings(
  db: Settings,
  args: { memberIds: string[]; name: StoredSetting['name'] },
): Promise<ReadonlyMap<string, Value>> {
  const settings = await db.settings.toRead();
  const found = await findAny(db, args.memberIds, (memberId) =>
    answerInTime(settings.find({ memberId, name: args.name }).sort({ _id: 1 }).toArray()),
  );
  return new Map(found.map((each) => [each.memberId, each]));
}
