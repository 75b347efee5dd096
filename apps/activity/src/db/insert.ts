import { isDuplicate } from '@dailyfeed/events/mongo';
import type { Document, OptionalUnlessRequiredId } from 'mongodb';

import type { Store } from './collection.ts';

/** Stores a document unless one of its `_id` is there; gives whether it was. The one way in which two may write at once. */
export async function insertOnce<T extends Document>(
  store: Store<T>,
  document: OptionalUnlessRequiredId<T>,
): Promise<boolean> {
  const collection = await store.toWrite();
  try {
    await collection.insertOne(document);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}
