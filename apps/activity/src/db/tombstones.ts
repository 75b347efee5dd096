import { anyOf } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import { insertMissing, insertOnce } from './insert.ts';

type Tombstones = Pick<ActivityDatabase, 'tombstones'>;

/** Says that a post, a comment or a member is gone for good. */
export async function addTombstone(db: Tombstones, subjectId: string, at: Date): Promise<void> {
  await insertOnce(db.tombstones, { _id: subjectId, at });
}

export async function addTombstones(db: Tombstones, ids: string[], at: Date): Promise<void> {
  await insertMissing(
    db.tombstones,
    ids.map((_id) => ({ _id, at })),
  );
}

/** Moderation hides a post or comment: until it is shown again, it is as good as gone for all but its author. */
export async function addHiding(db: Tombstones, subjectId: string, at: Date): Promise<void> {
  await insertOnce(db.tombstones, { _id: hidingOf(subjectId), at });
}

export async function removeHiding(db: Tombstones, subjectId: string): Promise<void> {
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteOne({ _id: hidingOf(subjectId) });
}

/** What has become of posts, comments and members. */
export type Fates = {
  isGone(subjectId: string): boolean;
  /** Gone, or hidden by moderation. */
  isUnseen(subjectId: string): boolean;
};

export async function readFates(db: Tombstones, subjectIds: readonly string[]): Promise<Fates> {
  const ids = [...new Set(subjectIds)];
  const found = await findTombstones(db, [...ids, ...ids.map(hidingOf)]);
  return {
    isGone: (id) => found.has(id),
    isUnseen: (id) => found.has(id) || found.has(hidingOf(id)),
  };
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
