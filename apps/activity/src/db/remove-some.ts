import type { Filter, WithId } from 'mongodb';

import type { Store } from './collection.ts';

const removeMax = 1000;

/** Deletes some of the documents that match: a bounded number at a time, and gives how many. */
export async function removeSome<T extends { _id: string }>(
  store: Store<T>,
  filter: Filter<T>,
): Promise<number> {
  const collection = await store.toRead();
  const found = await collection
    .find<Pick<WithId<T>, '_id'>>(filter, { projection: { _id: 1 } })
    .limit(removeMax)
    .toArray();
  if (found.length === 0) return 0;
  const some = { _id: { $in: found.map(({ _id }) => _id) } } as unknown as Filter<T>; // of any document
  return (await collection.deleteMany(some)).deletedCount;
}
