import pg from 'pg';

/** The database `search`. */
export type SearchDatabase = pg.Pool;
/** What a function of `db/` takes: the database itself, or a transaction on it. */
export type Transaction = Pick<pg.Pool, 'query'>;

const poolSize = 10;
/** Waiting for a connection, be it a new one or a free one of the pool. */
const connectTimeoutMs = 2000;
/** A page of a rebuild is put in at once. */
const longestMs = 30_000;
/** How much later than the server's own cancellation a statement is given up. */
const silenceMs = 500;
const idleInTransactionTimeoutMs = 10_000;

/** Opens the database. Connects on the first query, so it never fails here, and again by itself after an outage. */
export function connect(
  url: string,
  { statementTimeoutMs = longestMs }: { statementTimeoutMs?: number } = {},
): SearchDatabase {
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

export async function inTransaction<T>(
  db: SearchDatabase,
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
