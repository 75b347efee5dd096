import { anyOf } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import { insertOnce } from './insert.ts';

type Tombstones = Pick<ActivityDatabase, 'tombstones'>;

/** Says that a post, a comment or a member is gone for good. */
export async function addTombstone(db: Tombstones, subjectId: string, at: Date): Promise<void> {
  await insertOnce(db.tombstones, { _id: subjectId, at });
}

/** Moderation hides a post or comment: until it is shown again, it is as good as gone for all but its author. */
export async function addHiding(db: Tombstones, subjectId: string, at: Date): Promise<void> {
  await insertOnce(db.tombstones, { _id: hidingOf(subjectId), at });
}

export async function removeHiding(db: Tombstones, subjectId: string): Promise<void> {
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteOne({ _id: hidingOf(subjectId) });
}

/** Of `subjectIds`, those that are gone or that moderation hides. */
export async function findUnseen(
  db: Tombstones,
  subjectIds: string[],
): Promise<ReadonlySet<string>> {
  const found = await findTombstones(db, [...subjectIds, ...subjectIds.map(hidingOf)]);
  return new Set(subjectIds.filter((id) => found.has(id) || found.has(hidingOf(id))));
}

function hidingOf(subjectId: string): string {
  return `hidden:${subjectId}`;
}

/** Of `subjectIds`, those that are gone. */
export async function findTombstones(
  db: Tombstones,
  subjectIds: string[],
): Promise<ReadonlySet<string>> {
  if (subjectIds.length === 0) return new Set();
  const tombstones = await db.tombstones.toRead();
  const found = await tombstones.find({ _id: anyOf(subjectIds) }).toArray();
  return new Set(found.map(({ _id }) => _id));
}
