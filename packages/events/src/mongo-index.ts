import { type IndexDescription, MongoClient, type MongoClientOptions } from 'mongodb';
import type { Logger } from 'pino';

import { createHealth } from './health.ts';

/** Builds the indexes of one database, beside all that is read and written. */
export type IndexBuilder = {
  /**
   * Has those of a collection built that are missing, and returns at once. While the server is away nothing comes of
   * it, so it is asked for with each write; where they are built, or being built, it does nothing.
   */
  build(collection: string, indexes: readonly IndexDescription[]): void;
} & AsyncDisposable;

/** What could not be built is asked for again after this time. */
const retryMs = 5000;

/** One collection after another, with a client whose answers take as long as they take: minutes where there is much. */
export function createIndexBuilder(args: {
  url: string;
  database: string;
  options: Pick<MongoClientOptions, 'appName' | 'serverSelectionTimeoutMS' | 'connectTimeoutMS'>;
  log: Logger;
}): IndexBuilder {
  const { url, database, options } = args;
  const health = createHealth(args.log, {
    failed: 'indexes are not built yet',
    worked: 'indexes are built',
  });
  /** Collection → when it may be asked for again. */
  const settledUntil = new Map<string, number>();
  let work = Promise.resolve();
  let client: MongoClient | undefined;
  let isClosed = false;

  const build = async (name: string, indexes: readonly IndexDescription[]): Promise<void> => {
    try {
      client = new MongoClient(url, options);
      const collection = client.db(database).collection(name);
      // One by one: FerretDB drops the connection when several are asked for and are there already.
      for (const index of indexes) await collection.createIndexes([index]);
      health.worked();
    } catch (error) {
      settledUntil.set(name, performance.now() + retryMs);
      if (!isClosed) health.failed(error);
    } finally {
      await client?.close();
    }
  };
  return {
    build: (name, indexes) => {
      if (performance.now() < (settledUntil.get(name) ?? 0)) return;
      settledUntil.set(name, Number.POSITIVE_INFINITY);
      work = work.then(() => (isClosed ? undefined : build(name, indexes)));
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      // What the server has begun it ends by itself.
      await client?.close();
      await work;
    },
  };
}
