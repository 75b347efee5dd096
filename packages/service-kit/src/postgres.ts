import pg from 'pg';

/** A PostgreSQL database. */
export type Database = pg.Pool;
/** What a function of `db/` takes: the database itself, or a transaction on it. */
export type Transaction = Pick<pg.Pool, 'query'>;

const poolSize = 10;
/** Waiting for a connection, be it a new one or a free one of the pool. */
const connectTimeoutMs = 2000;
/** How much later than the server's own cancellation a statement is given up. */
const silenceMs = 500;
const idleInTransactionTimeoutMs = 10_000;

/**
 * Opens a database. Connects on the first query, so it never fails here, and again by itself after an outage. A
 * statement that takes longer than `statementTimeoutMs` is cancelled.
 */
export function connectPostgres(
  url: string,
  { statementTimeoutMs }: { statementTimeoutMs: number },
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + silenceMs,
    idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
    keepAlive: true,
  });
  // Of an idle connection; the next query opens another.
  pool.on('error', () => undefined);
  return pool;
}

/** Commits what `work` has done, or, when it rejects, nothing of it. */
export async function inTransaction<T>(
  db: Database,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await db.connect();
  let failure: Error | undefined;
  // The query under way tells of a lost connection; the event alone would end the process.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => (failure = lost));
    throw error;
  } finally {
    client.off('error', ignore);
    // A connection whose transaction could not be ended is not used again.
    client.release(failure);
  }
}
