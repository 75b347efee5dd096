import type { IndexDescription } from 'mongodb';

import { anyOf } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import { insertMissing, insertOnce } from './insert.ts';

/**
 * What is gone, by its id. And what was undone: one document for each cause and version of its subject, so that nothing
 * is ever written over, and the last counts.
 */
export type StoredTombstone = {
  _id: string;
  at: Date;
  cause?: string;
  version?: number;
  /** Whom the cause names, to be found when they are erased. */
  memberIds?: string[];
};
/** That something was undone, as of which version of its subject; 0 is in no order, and is not kept. */
export type Undoing = { cause: string; version: number; at: Date; memberIds: string[] };

export const tombstoneIndexes: IndexDescription[] = [
  { key: { at: 1 } },
  { key: { cause: 1 } },
  { key: { memberIds: 1 } },
];

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
export async function addHiding(
  db: Tombstones,
  subjectId: string,
  { version, at }: Pick<Undoing, 'version' | 'at'>,
): Promise<void> {
  const hiding = toStored({ cause: hidingOf(subjectId), version, at, memberIds: [] });
  // The one without a version is what processes of an older release look for.
  await insertMissing(db.tombstones, [
    { _id: hidingOf(subjectId), at },
    ...(version > 0 ? [hiding] : []),
  ]);
}

export async function removeHiding(
  db: Tombstones,
  subjectId: string,
  { version, at }: Pick<Undoing, 'version' | 'at'>,
): Promise<void> {
  await addUndoings(db, [{ cause: showingOf(subjectId), version, at, memberIds: [] }]);
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteOne({ _id: hidingOf(subjectId) });
}

export async function addUndoings(db: Tombstones, undoings: readonly Undoing[]): Promise<void> {
  const kept = undoings.filter(({ version }) => version > 0).map(toStored);
  await insertMissing(db.tombstones, [...new Map(kept.map((each) => [each._id, each])).values()]);
}

/** Lets go of what later undoings of the same causes stand for. */
export async function removeUndoings(
  db: Tombstones,
  undoings: readonly Pick<Undoing, 'cause' | 'version'>[],
): Promise<void> {
  if (undoings.length === 0) return;
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteMany({ _id: anyOf(undoings.map(idOf)) });
}

export async function removeUndoingsOf(db: Tombstones, memberId: string): Promise<void> {
  await (await db.tombstones.toWrite()).deleteMany({ memberIds: memberId });
}

/** What has become of posts, comments and members. */
export type Fates = {
  isGone(subjectId: string): boolean;
  /** Gone, or hidden by moderation. */
  isUnseen(subjectId: string): boolean;
  /** As of which version what has this cause was last undone; 0 where nobody knows of it. */
  undoneOf(cause: string): number;
  hiddenOf(subjectId: string): number;
  shownOf(subjectId: string): number;
};

export async function readFates(
  db: Tombstones,
  subjectIds: readonly string[],
  causes: readonly string[] = [],
): Promise<Fates> {
  const ids = [...new Set(subjectIds)];
  const hidings = ids.map(hidingOf);
  const found = await find(db, {
    ids: [...ids, ...hidings],
    causes: [...new Set([...causes, ...hidings, ...ids.map(showingOf)])],
  });
  const known = new Set(found.map(({ _id }) => _id));
  const last = new Map<string, number>();
  for (const { cause, version = 0 } of found) {
    if (cause !== undefined) last.set(cause, Math.max(version, last.get(cause) ?? 0));
  }
  const undoneOf = (cause: string): number => last.get(cause) ?? 0;
  const hiddenOf = (id: string): number => undoneOf(hidingOf(id));
  const shownOf = (id: string): number => undoneOf(showingOf(id));
  const isHidden = (id: string): boolean =>
    hiddenOf(id) === 0 && shownOf(id) === 0 ? known.has(hidingOf(id)) : hiddenOf(id) > shownOf(id);
  return {
    isGone: (id) => known.has(id),
    isUnseen: (id) => known.has(id) || isHidden(id),
    undoneOf,
    hiddenOf,
    shownOf,
  };
}

/** Of `subjectIds`, those that are gone. */
export async function findTombstones(
  db: Tombstones,
  subjectIds: string[],
): Promise<ReadonlySet<string>> {
  const found = await find(db, { ids: subjectIds, causes: [] });
  return new Set(found.map(({ _id }) => _id));
}

async function find(
  db: Tombstones,
  { ids, causes }: { ids: string[]; causes: string[] },
): Promise<StoredTombstone[]> {
  if (ids.length + causes.length === 0) return [];
  const tombstones = await db.tombstones.toRead();
  const byId = { _id: anyOf(ids) };
  const filter = causes.length === 0 ? byId : { $or: [byId, { cause: anyOf(causes) }] };
  return tombstones.find(filter, { projection: { cause: 1, version: 1 } }).toArray();
}

function toStored(undoing: Undoing): StoredTombstone {
  return { _id: idOf(undoing), ...undoing };
}

function idOf({ cause, version }: Pick<Undoing, 'cause' | 'version'>): string {
  return `${cause}#${version}`;
}

function hidingOf(subjectId: string): string {
  return `hidden:${subjectId}`;
}

function showingOf(subjectId: string): string {
  return `shown:${subjectId}`;
}
