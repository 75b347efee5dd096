import { type Db, type IndexDescription, MongoClient, type MongoClientOptions } from 'mongodb';
import type { Logger } from 'pino';

import { watchChecks } from './mongo-check.ts';
import { createIndexBuilder } from './mongo-index.ts';

/** A database of a server that may come and go. */
export type MongoConnection = {
  /** Resolves once the server has been reached; rejects within 2 s while it never was. */
  open(): Promise<Db>;
  /** Has the missing indexes of a collection built; nothing waits for them. To be called at the start, and with each write. */
  index(collection: string, indexes: readonly IndexDescription[]): void;
} & AsyncDisposable;

const defaultDatabase = 'activity';
const awayAfterMs = 2000;
const answerMaxMs = 2500;
/**
 * For what looks through more than it can name: the server ends it by itself before anybody here has given up. A read
 * ends with its connection, a write would go on.
 */
export const inTime = { maxTimeMS: 2000 } as const;

/** The database that `url` names, else `activity`. Connects when first opened, and anew where its client is stuck. */
export function connectMongo(args: {
  url: string;
  clientId: string;
  log: Logger;
}): MongoConnection {
  const { url, log } = args;
  const database = databaseIn(url) ?? defaultDatabase;
  const options = {
    appName: args.clientId,
    serverSelectionTimeoutMS: awayAfterMs,
    connectTimeoutMS: awayAfterMs,
  };
  const builder = createIndexBuilder({ url, database, options, log });
  const start = (): Session => {
    const session = startSession({ url, database, options }, () => {
      if (session !== current) return;
      current = start();
      // What waits for it is told that the server is away.
      void Promise.resolve(session[Symbol.asyncDispose]()).catch(() => undefined);
    });
    return session;
  };
  let current = start();
  return {
    open: () => current.open(),
    index: (collection, indexes) => builder.build(collection, indexes),
    [Symbol.asyncDispose]: async () => {
      await builder[Symbol.asyncDispose]();
      await current[Symbol.asyncDispose]();
    },
  };
}

type Session = Pick<MongoConnection, 'open'> & AsyncDisposable;

/** One client's. */
function startSession(
  args: { url: string; database: string; options: MongoClientOptions },
  onStuck: () => void,
): Session {
  const client = new MongoClient(args.url, {
    ...args.options,
    waitQueueTimeoutMS: awayAfterMs,
    socketTimeoutMS: answerMaxMs,
    maxPoolSize: 20,
  });
  const db = client.db(args.database);
  const checks = watchChecks(client, onStuck);
  // A client whose first attempt failed tries again only when told to; one that was connected comes back by itself.
  const connected = once(async () => {
    await client.connect();
  });
  return {
    open: async () => {
      await connected();
      return db;
    },
    [Symbol.asyncDispose]: async () => {
      checks[Symbol.dispose]();
      await client.close();
    },
  };
}

/**
 * Waits for an answer that a person waits for, 2.5 s at most: the driver asks twice, so a server that hangs would take
 * it twice as long. The error is named as the driver's of the same meaning.
 */
export async function answerInTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const name = 'MongoNetworkTimeoutError';
    reject(Object.assign(new Error('MongoDB did not answer in time'), { name }));
  }, answerMaxMs);
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The server's code for a document of whose key there is one already. */
export const duplicateCode = 11_000;

/** Whether an insert failed because there is a document of that key already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === duplicateCode;
}

/** Runs `work` until it has succeeded once; callers meanwhile share one attempt. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}

function databaseIn(url: string): string | undefined {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/(?<name>[^?]+)/.exec(url)?.groups?.['name'];
}
