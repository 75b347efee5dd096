import { answerInTime } from '@dailyfeed/events/mongo';
import type { Filter, IndexDescription } from 'mongodb';

import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import { insertMissing } from './insert.ts';
import { removeAll } from './remove-some.ts';

/** How a post or comment begins, one document a version: an edit adds one, so nothing is ever written over. */
export type StoredExcerpt = {
  _id: string;
  textId: string;
  /** The post itself, or the one that a comment stands under; missing in documents of an older release, until a job says so. */
  postId?: string;
  version: number;
  excerpt: string;
  at: Date;
};

export const excerptIndexes: IndexDescription[] = [
  { key: { textId: 1, version: -1 } },
  { key: { postId: 1 } },
  { key: { at: 1 } },
];

/** Of posts and comments, as their events count. */
const firstVersion = 1;

type Excerpts = Pick<ActivityDatabase, 'excerpts' | 'narrowsBySets'>;

/** Adds versions, and lets go of those they replace. */
export async function saveExcerpts(
  db: Excerpts,
  excerpts: Omit<StoredExcerpt, '_id'>[],
): Promise<void> {
  const added = await insertMissing(
    db.excerpts,
    excerpts.map((excerpt) => ({ _id: idOf(excerpt), ...excerpt })),
  );
  for (const { textId, version } of added) {
    if (version <= firstVersion) continue;
    await (await db.excerpts.toRead()).deleteMany({ textId, version: { $lt: version } });
  }
}

/** The latest version of each of `textIds`, where there is one. */
export async function findExcerpts(db: Excerpts, textIds: string[]): Promise<Map<string, string>> {
  const excerpts = await db.excerpts.toRead();
  const found = await findAny(db, [...new Set(textIds)], (textId) =>
    answerInTime(excerpts.find({ textId }).sort({ version: 1 }).toArray()),
  );
  return new Map(found.map(({ textId, excerpt }) => [textId, excerpt]));
}

/** Of a text, or of a post and all that stands under it. */
export async function removeExcerpts(
  db: Excerpts,
  what: { postId: string } | { textId: string },
): Promise<void> {
  await removeAll(db.excerpts, what);
}

/** Some of those from before then of which it is not said what post they are of, or stand under. */
export async function findUnplaced(
  db: Excerpts,
  { before, limit }: { before: Date; limit: number },
): Promise<Pick<StoredExcerpt, 'textId' | 'version'>[]> {
  const excerpts = await db.excerpts.toRead();
  const unplaced = { postId: null, at: { $lt: before } } as unknown as Filter<StoredExcerpt>; // null is also what is not there
  return excerpts
    .find(unplaced, { projection: { textId: 1, version: 1 } })
    .limit(limit)
    .toArray();
}

/** Says what post a version is of, or stands under. */
export async function placeVersion(
  db: Excerpts,
  version: Pick<StoredExcerpt, 'textId' | 'version'> & { postId: string },
): Promise<void> {
  const excerpts = await db.excerpts.toWrite();
  await excerpts.updateOne({ _id: idOf(version) }, { $set: { postId: version.postId } });
}

/** Single versions. */
export async function removeVersions(
  db: Excerpts,
  versions: Pick<StoredExcerpt, 'textId' | 'version'>[],
): Promise<void> {
  if (versions.length === 0) return;
  await (await db.excerpts.toRead()).deleteMany({ _id: anyOf(versions.map(idOf)) });
}

function idOf({ textId, version }: Pick<StoredExcerpt, 'textId' | 'version'>): string {
  return `${textId}:${version}`;
}
