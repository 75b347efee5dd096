import { duplicateCode, isDuplicate } from '@dailyfeed/events/mongo';
import { type Document, MongoBulkWriteError, type OptionalUnlessRequiredId } from 'mongodb';

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

/** Stores those documents of whose `_id` there is none, and gives them. */
export async function insertMissing<T extends { _id: string }>(
  store: Store<T>,
  documents: OptionalUnlessRequiredId<T>[],
): Promise<OptionalUnlessRequiredId<T>[]> {
  const [first, ...others] = documents;
  if (first === undefined) return [];
  // The driver wraps what goes wrong with many, also that the server is away.
  if (others.length === 0) return (await insertOnce(store, first)) ? [first] : [];
  const collection = await store.toWrite();
  try {
    await collection.insertMany(documents, { ordered: false });
    return documents;
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    const failures = [error.writeErrors].flat();
    if (failures.length === 0 || failures.some(({ code }) => code !== duplicateCode)) throw error;
    const known = new Set(failures.map(({ index }) => index));
    return documents.filter((_, index) => !known.has(index));
  }
}
