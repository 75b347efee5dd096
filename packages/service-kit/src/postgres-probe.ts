import pg from 'pg';

/** For connecting, and for the answer: the next question finds the one connection free again. */
const timeoutMs = 1500;

/** Asks a database whether it answers, by a connection of its own. */
export type PostgresProbe = {
  /** Runs `statement`; rejects when connecting, or the answer then, takes longer than 1.5 s. */
  ask(statement: string): Promise<void>;
} & AsyncDisposable;

/**
 * Connects when it is asked first, and again by itself. A probe that took its connection from the pool that requests
 * share would tell, of every process at once, that the database is away when it is only busy.
 */
export function createPostgresProbe(url: string): PostgresProbe {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
  });
  // Of an idle connection; the next question opens another.
  pool.on('error', () => undefined);
  return {
    ask: async (statement) => {
      await pool.query(statement);
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
