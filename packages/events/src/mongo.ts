import {
  type Collection,
  type Db,
  type Document,
  type IndexDescription,
  MongoClient,
} from 'mongodb';

import { watchChecks } from './mongo-check.ts';

/** A database of a server that may come and go. */
export type MongoConnection = {
  /** Resolves once the server has been reached; rejects within 2 s while it never was. */
  open(): Promise<Db>;
} & AsyncDisposable;

const defaultDatabase = 'activity';
const awayAfterMs = 2000;

/** The database that `url` names, else `activity`. Connects when first opened, and anew where its client is stuck. */
export function connectMongo(args: { url: string; clientId: string }): MongoConnection {
  const start = (): MongoConnection => {
    const session = startSession(args, () => {
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
    [Symbol.asyncDispose]: () => current[Symbol.asyncDispose](),
  };
}

/** One client's. */
function startSession(
  args: { url: string; clientId: string },
  onStuck: () => void,
): MongoConnection {
  const client = new MongoClient(args.url, {
    appName: args.clientId,
    serverSelectionTimeoutMS: awayAfterMs,
    connectTimeoutMS: awayAfterMs,
    waitQueueTimeoutMS: awayAfterMs,
    socketTimeoutMS: 2500,
    maxPoolSize: 20,
  });
  const db = client.db(databaseIn(args.url) ?? defaultDatabase);
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
 * it twice as long. The error's code is one of those that say "away".
 */
export async function answerInTime<T>(answer: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(Object.assign(new Error('MongoDB did not answer in time'), { code: 'ETIMEDOUT' }));
  }, 2500);
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Creates the indexes that are missing, one by one: FerretDB drops the connection when several are asked for and are
 * there already.
 */
export async function ensureIndexes<T extends Document>(
  collection: Collection<T>,
  indexes: readonly IndexDescription[],
): Promise<void> {
  for (const index of indexes) await collection.createIndexes([index]);
}

/** The server's code for a document of whose key there is one already. */
export const duplicateCode = 11_000;

/** Whether an insert failed because there is a document of that key already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === duplicateCode;
}

/** Runs `work` until it has succeeded once; callers meanwhile share one attempt. */
export function once(work: () => Promise<void>): () => Promise<void> {
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
