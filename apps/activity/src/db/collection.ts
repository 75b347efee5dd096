import { ensureIndexes, type MongoConnection, once } from '@dailyfeed/events/mongo';
import type { Collection, Document, IndexDescription } from 'mongodb';

/** One collection. Each call rejects soon while the server was never reached. */
export type Store<T extends Document> = {
  /** For reading; does not wait for indexes. */
  toRead(): Promise<Collection<T>>;
  /** For writing, once the indexes are there. */
  toWrite(): Promise<Collection<T>>;
};

export function openCollection<T extends Document>(
  mongo: MongoConnection,
  name: string,
  indexes: IndexDescription[],
): Store<T> {
  const open = async (): Promise<Collection<T>> => (await mongo.open()).collection<T>(name);
  const indexed = once(async () => {
    await ensureIndexes(await open(), indexes);
  });
  return {
    toRead: open,
    toWrite: async () => {
      await indexed();
      return open();
    },
  };
}
