import { answerInTime } from '@dailyfeed/events/mongo';
import type { Filter, IndexDescription } from 'mongodb';

import { anyOf } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import { insertMissing, insertOnce } from './insert.ts';
import { removeAll } from './remove-some.ts';

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
  /** Of what moderation did: the post that it did it to, or that the comment stands under, to be found when that goes. */
  postId?: string;
};
/** That something was undone, as of which version of its subject; 0 is in no order, and is not kept. */
export type Undoing = { cause: string; version: number; at: Date; memberIds: string[] };

export const tombstoneIndexes: IndexDescription[] = [
  { key: { at: 1 } },
  { key: { cause: 1 } },
  { key: { memberIds: 1 } },
  { key: { postId: 1 } },
];
/** What moderation did does not end with time, but with the text: hidden words would come back with the next edit. */
export const endsWithTime: Filter<StoredTombstone> = { _id: { $not: /^(?:hidden|shown):/ } };

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

/** What moderation acts on: `id` is that of the post itself, or of a comment under it. */
export type ModeratedText = { id: string; postId: string };
type Moderation = Pick<Undoing, 'version' | 'at'>;

/** Moderation hides a post or comment: until it is shown again, it is as good as gone for all but its author. */
export async function addHiding(
  db: Tombstones,
  text: ModeratedText,
  moderation: Moderation,
): Promise<void> {
  const { id, postId } = text;
  // The one without a version is what processes of an older release look for.
  await insertMissing(db.tombstones, [{ _id: hidingOf(id), at: moderation.at, postId }]);
  await addModeration(db, hidingOf(id), { text, moderation });
}

export async function removeHiding(
  db: Tombstones,
  text: ModeratedText,
  moderation: Moderation,
): Promise<void> {
  await addModeration(db, showingOf(text.id), { text, moderation });
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteOne({ _id: hidingOf(text.id) });
}

/** The last counts, so those before it go. */
async function addModeration(
  db: Tombstones,
  cause: string,
  { text, moderation }: { text: ModeratedText; moderation: Moderation },
): Promise<void> {
  const { id, postId } = text;
  const { version, at } = moderation;
  if (version === 0) return;
  const done = toStored({ cause, version, at, memberIds: [] });
  await insertMissing(db.tombstones, [{ ...done, postId }]);
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteMany({ cause: { $in: causesOf(id) }, version: { $lt: version } });
}

/** Lets go of what moderation did to what is gone for good: a text, or a post and all that stands under it. */
export async function removeModeration(
  db: Tombstones,
  what: { postId: string } | { textId: string },
): Promise<void> {
  const id = 'postId' in what ? what.postId : what.textId;
  const tombstones = await db.tombstones.toRead();
  await tombstones.deleteOne({ _id: hidingOf(id) });
  await tombstones.deleteMany({ cause: { $in: causesOf(id) } });
  if ('postId' in what) await removeAll(db.tombstones, what);
}

function causesOf(subjectId: string): string[] {
  return [hidingOf(subjectId), showingOf(subjectId)];
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
  await removeAll(db.tombstones, { memberIds: memberId });
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
  return answerInTime(tombstones.find(filter, { projection: { cause: 1, version: 1 } }).toArray());
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
