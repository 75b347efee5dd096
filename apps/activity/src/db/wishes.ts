import { answerInTime } from '@dailyfeed/events/mongo';
import type { IndexDescription } from 'mongodb';

import type { ActivityDatabase } from './client.ts';
import { insertOnce } from './insert.ts';

/** What a member wants not to hear of, or to hear of, as one thing that is there or is not. */
export type Wish = {
  memberId: string;
  /** `mute_thread`: a post and its comments; `subscribe`: the posts of a member. */
  kind: 'mute_thread' | 'subscribe';
  objectId: string;
};
export type StoredWish = Wish & { _id: string };

export const wishIndexes: IndexDescription[] = [
  { key: { memberId: 1, kind: 1 } },
  { key: { objectId: 1, kind: 1 } },
];

type Wishes = Pick<ActivityDatabase, 'wishes'>;

export async function addWish(db: Wishes, wish: Wish): Promise<void> {
  await insertOnce(db.wishes, { _id: idOf(wish), ...wish });
}

export async function removeWish(db: Wishes, wish: Wish): Promise<void> {
  await (await db.wishes.toRead()).deleteOne({ _id: idOf(wish) });
}

/** Removes what a member wishes, and what others wish of them. */
export async function removeWishesAbout(db: Wishes, memberId: string): Promise<void> {
  const wishes = await db.wishes.toWrite();
  await wishes.deleteMany({ memberId });
  await wishes.deleteMany({ objectId: memberId });
}

export async function hasWish(db: Wishes, wish: Wish): Promise<boolean> {
  const answer = async () => (await db.wishes.toRead()).findOne({ _id: idOf(wish) });
  return (await answerInTime(answer())) !== null;
}

/** What one member wishes, at most `max`. */
export async function findWished(
  db: Wishes,
  args: Pick<Wish, 'memberId' | 'kind'> & { max: number },
): Promise<string[]> {
  const { max, ...filter } = args;
  const answer = async () => (await db.wishes.toRead()).find(filter).limit(max).toArray();
  return (await answerInTime(answer())).map(({ objectId }) => objectId);
}

/** Who has this wish, in batches. */
export async function* findWishers(
  db: Wishes,
  wish: Pick<Wish, 'kind' | 'objectId'>,
): AsyncGenerator<string> {
  const wishes = await db.wishes.toRead();
  for await (const { memberId } of wishes.find(wish).batchSize(500)) yield memberId;
}

function idOf({ memberId, kind, objectId }: Wish): string {
  return `${memberId}:${kind}:${objectId}`;
}
