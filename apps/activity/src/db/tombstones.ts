import type { ActivityDatabase } from './client.ts';
import { insertOnce } from './insert.ts';

type Tombstones = Pick<ActivityDatabase, 'tombstones'>;

/** Says that a post, a comment or a member is gone for good. */
export async function addTombstone(db: Tombstones, subjectId: string, at: Date): Promise<void> {
  await insertOnce(db.tombstones, { _id: subjectId, at });
}

/** Of `subjectIds`, those that are gone. */
export async function findTombstones(
  db: Tombstones,
  subjectIds: string[],
): Promise<ReadonlySet<string>> {
  const tombstones = await db.tombstones.toRead();
  const found = await tombstones.find({ _id: { $in: subjectIds } }).toArray();
  return new Set(found.map(({ _id }) => _id));
}
