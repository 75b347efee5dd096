import type { MongoConnection } from '@dailyfeed/events/mongo';
import type { Collection, Document, IndexDescription } from 'mongodb';

/** One collection. Its indexes are built beside all that is read and written. Each call rejects soon while the server was never reached. */
export type Store<T extends Document> = {
  /** For reading, or removing. */
  toRead(): Promise<Collection<T>>;
  /** For writing. */
  toWrite(): Promise<Collection<T>>;
};

export function openCollection<T extends Document>(
  mongo: MongoConnection,
  name: string,
  indexes: IndexDescription[],
): Store<T> {
  // What reads or removes by an index of this release need not wait for the first that is written.
  mongo.index(name, indexes);
  const open = async (): Promise<Collection<T>> => (await mongo.open()).collection<T>(name);
  return {
    toRead: open,
    toWrite: () => {
      // Where the collection went meanwhile, or could not be reached.
      mongo.index(name, indexes);
      return open();
    },
  };
}
