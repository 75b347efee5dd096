import { answerInTime } from '@dailyfeed/events/mongo';
import type { IndexDescription } from 'mongodb';

import { anyOf, findAny } from './any-of.ts';
import type { ActivityDatabase } from './client.ts';
import { insertOnce } from './insert.ts';
import { removeAll, someMax } from './remove-some.ts';

/** What a member wants not to hear of, or to hear of, as one thing that is there or is not. */
export type Wish = {
  memberId: string;
  /** `mute_thread`: a post and its comments; `subscribe`: the posts of a member. */
  kind: 'mute_thread' | 'subscribe';
  objectId: string;
};
/** `at`: since when; always, in documents that were written without it. */
export type StoredWish = Wish & { _id: string; at?: Date };

export const wishIndexes: IndexDescription[] = [
  { key: { memberId: 1, kind: 1, at: -1 } },
  { key: { objectId: 1, kind: 1, memberId: 1 } },
];

type Wishes = Pick<ActivityDatabase, 'wishes' | 'narrowsBySets'>;

/**
 * Wished again, it counts from then on: what ended it before that, and is heard of later, ends it no more. What was there
 * first stands besides meanwhile, so that it is there all the time, wherever a crash ends this. Of a subscription it is
 * kept, for posts whose events are on their way.
 */
export async function addWish(db: Wishes, wish: Wish & { at: Date }): Promise<void> {
  const stored = { _id: idOf(wish), ...wish };
  const wishes = await db.wishes.toRead();
  if (!(await insertOnce(db.wishes, stored))) {
    const before = await wishes.findOne({ _id: stored._id });
    if (before) await insertOnce(db.wishes, { ...before, _id: firstIdOf(wish) });
    await wishes.deleteOne({ _id: stored._id, ...notAfter(wish.at) });
    await insertOnce(db.wishes, stored);
  }
  if (wish.kind !== 'subscribe') await wishes.deleteOne({ _id: firstIdOf(wish) });
}

/** Removes each as far as it was there already when it ended. */
export async function endWishes(
  db: Wishes,
  ended: readonly (Wish & { endedAt: Date })[],
): Promise<void> {
  if (ended.length === 0) return;
  const wishes = await db.wishes.toRead();
  await wishes.bulkWrite(
    ended.flatMap(({ endedAt, ...wish }) =>
      idsOf(wish).map((_id) => ({
        deleteOne: { filter: { _id, ...notAfter(endedAt) } },
      })),
    ),
  );
}

/** Of a document without a time it is not said either. */
function notAfter(at: Date): { at: { $not: { $gt: Date } } } {
  return { at: { $not: { $gt: at } } };
}

export async function removeWish(db: Wishes, wish: Wish): Promise<void> {
  const wishes = await db.wishes.toRead();
  await wishes.bulkWrite(idsOf(wish).map((_id) => ({ deleteOne: { filter: { _id } } })));
}

/** Removes what a member wishes, and what others wish of them. */
export async function removeWishesAbout(db: Wishes, memberId: string): Promise<void> {
  await removeAll(db.wishes, { memberId });
  await removeAll(db.wishes, { objectId: memberId });
}

/** Lets go of what a member wished of a kind before the last `max`. */
export async function removeWishesBeyond(
  db: Wishes,
  { memberId, kind, max }: Pick<Wish, 'memberId' | 'kind'> & { max: number },
): Promise<void> {
  const wishes = await db.wishes.toRead();
  const beyond = await wishes
    .find({ memberId, kind }, { projection: { _id: 1 } })
    .sort({ at: -1 })
    .skip(max)
    .limit(someMax)
    .toArray();
  if (beyond.length > 0) await wishes.deleteMany({ _id: anyOf(beyond.map(({ _id }) => _id)) });
}

/** Of a post that is gone nobody needs to be silent. */
export async function removeThreadMutes(db: Wishes, postId: string): Promise<void> {
  await removeAll(db.wishes, { objectId: postId, kind: 'mute_thread' });
}

export async function hasWish(db: Wishes, wish: Wish): Promise<boolean> {
  return (await findGranted(db, [wish]))(wish);
}

/** Which of some wishes are there. */
export async function findGranted(
  db: Wishes,
  wishes: readonly Wish[],
): Promise<(wish: Wish) => boolean> {
  const stored = await db.wishes.toRead();
  const found = await findAny(db, [...new Set(wishes.flatMap(idsOf))], (_id) =>
    answerInTime(stored.find({ _id }).toArray()),
  );
  const granted = new Set(found.map(({ _id }) => _id));
  return (wish) => idsOf(wish).some((id) => granted.has(id));
}

/** What one member wishes, at most `max`: of more, those of the last. */
export async function findWished(
  db: Wishes,
  args: Pick<Wish, 'memberId' | 'kind'> & { max: number },
): Promise<string[]> {
  const { max, ...filter } = args;
  const answer = async () =>
    (await db.wishes.toRead()).find(filter).sort({ at: -1 }).limit(max).toArray();
  return (await answerInTime(answer())).map(({ objectId }) => objectId);
}

/**
 * Who has a wish of this kind, perhaps twice, about which of `objectIds`, from the member `from` on where that is given; in the order of
 * objects and members, at most `limit`.
 */
export async function findWishers(
  db: Wishes,
  args: { kind: Wish['kind']; objectIds: readonly string[]; from?: string; limit: number },
): Promise<StoredWish[]> {
  const { kind, objectIds, from, limit } = args;
  const wishes = await db.wishes.toRead();
  const found = await findAny(db, objectIds, (objectId) =>
    wishes
      .find({ objectId, kind, ...(from !== undefined && { memberId: { $gte: from } }) })
      .sort({ objectId: 1, memberId: 1 })
      .limit(limit)
      .toArray(),
  );
  return found.toSorted(byObjectAndMember).slice(0, limit);
}

function byObjectAndMember(one: Wish, other: Wish): number {
  const [left, right] = [one, other].map(({ objectId, memberId }) => `${objectId} ${memberId}`);
  return left === right ? 0 : (left ?? '') < (right ?? '') ? -1 : 1;
}

/** In the order they go: whoever wishes anew in between finds none, and leaves none but that. */
function idsOf(wish: Wish): string[] {
  return [idOf(wish), firstIdOf(wish)];
}

/** Of what was asked for again, as it was first. */
function firstIdOf(wish: Wish): string {
  return `${idOf(wish)}:first`;
}

function idOf({ memberId, kind, objectId }: Wish): string {
  return `${memberId}:${kind}:${objectId}`;
}
