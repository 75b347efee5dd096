import { inTime } from '@dailyfeed/events/mongo';
import type { Filter } from 'mongodb';

import type { Store } from './collection.ts';

/** Few enough that a store gets done in time with them, wherever they lie. */
export const someMax = 500;

/** Deletes some of the documents that match, and gives how many: none once there are no more. */
export async function removeSome<T extends { _id: string }>(
  store: Store<T>,
  filter: Filter<T>,
): Promise<number> {
  return (await takeSome(store, filter, [])).length;
}

/** Deletes all that match, however many: some at a time, so that what fails has done its part. */
export async function removeAll<T extends { _id: string }>(
  store: Store<T>,
  filter: Filter<T>,
): Promise<void> {
  while ((await removeSome(store, filter)) === someMax);
}

/** As `removeAll`; gives of each some these fields. */
export async function* takeAll<T extends { _id: string }, Field extends keyof T & string>(
  store: Store<T>,
  filter: Filter<T>,
  fields: readonly Field[],
): AsyncGenerator<Pick<T, Field>[]> {
  let taken;
  do {
    taken = await takeSome(store, filter, fields);
    yield taken;
  } while (taken.length === someMax);
}

async function takeSome<T extends { _id: string }, Field extends keyof T & string>(
  store: Store<T>,
  filter: Filter<T>,
  fields: readonly Field[],
): Promise<Pick<T, Field>[]> {
  const collection = await store.toRead();
  const projection = Object.fromEntries(['_id', ...fields].map((field) => [field, 1]));
  const found = await collection
    .find<Pick<T, Field | '_id'>>(filter, { projection, ...inTime })
    .limit(someMax)
    .toArray();
  if (found.length === 0) return [];
  const some = { _id: { $in: found.map(({ _id }) => _id) } } as unknown as Filter<T>; // of any document
  await collection.deleteMany(some, inTime);
  return found;
}
