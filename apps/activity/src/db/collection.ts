import type { MongoConnection } from '@dailyfeed/events/mongo';
import type { Collection, Document, IndexDescription } from 'mongodb';

/** One collection. Each call rejects soon while the server was never reached. */
export type Store<T extends Document> = {
  /** For reading, or removing; does nothing about indexes. */
  toRead(): Promise<Collection<T>>;
  /** For writing; has its indexes built, without waiting for them. */
  toWrite(): Promise<Collection<T>>;
};

export function openCollection<T extends Document>(
  mongo: MongoConnection,
  name: string,
  indexes: IndexDescription[],
): Store<T> {
  const open = async (): Promise<Collection<T>> => (await mongo.open()).collection<T>(name);
  return {
    toRead: open,
    toWrite: () => {
      mongo.index(name, indexes);
      return open();
    },
  };
}
