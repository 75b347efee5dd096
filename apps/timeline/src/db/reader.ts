import { connectContent, type ContentDatabase } from '@dailyfeed/content-store/client';
import type { Log } from '@dailyfeed/service-kit/log';
import { isStoreUnavailable } from '@dailyfeed/service-kit/unavailable';

/** A reader is told within 3 s that the database is stuck: this, and what the driver waits on top. */
const statementTimeoutMs = 1500;
/** A database that did not answer is asked last for this long. */
const awayMs = 5000;

/** The database `content`, for reading: one of several equal servers. */
export type ContentReader = {
  /** Runs `query` on a server that answers; it may run twice. Rejects when none does. */
  read<T>(query: (db: ContentDatabase) => Promise<T>): Promise<T>;
} & AsyncDisposable;

type Server = { db: ContentDatabase; awayUntil: number };

/** Spreads reading over `urls`; connects on the first query. */
export function connectReader(args: { urls: string[]; log: Log; now: () => Date }): ContentReader {
  const { log, now } = args;
  const servers: Server[] = args.urls.map((url) => ({
    db: connectContent({ url, mode: 'read-only', statementTimeoutMs }),
    awayUntil: 0,
  }));
  let turn = 0;

  const inTurn = (): Server[] => {
    turn = (turn + 1) % servers.length;
    const rotated = [...servers.slice(turn), ...servers.slice(0, turn)];
    const time = now().getTime();
    return rotated.toSorted((a, b) => Number(a.awayUntil > time) - Number(b.awayUntil > time));
  };

  return {
    async read(query) {
      let failure: unknown;
      for (const server of inTurn()) {
        try {
          return await query(server.db);
        } catch (error) {
          if (!isStoreUnavailable(error)) throw error;
          failure = error;
          const time = now().getTime();
          if (server.awayUntil < time) {
            log.warn({ err: error, server: servers.indexOf(server) }, 'content database away');
          }
          server.awayUntil = time + awayMs;
        }
      }
      throw failure;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.db.$disconnect()));
    },
  };
}
