import { AppError } from '@dailyfeed/contract/errors';
import type { Database, Transaction } from '@dailyfeed/service-kit/postgres';

/** PostgreSQL has ended the statement, since it took too long. */
const cancelled = '57014';
/** With less, what the next one sets for itself might be ended, too. */
const leastMs = 10;

/**
 * What is asked for the sake of one search: its statements have `limitMs` together, each what those before have left of
 * it, and fail as SEARCH_TIMEOUT when that is over. What else a search waits for has limits of its own.
 */
export function inTime(db: Database, limitMs: number): Transaction {
  let leftMs = limitMs;
  const query = async (text: string, values?: unknown[]): Promise<unknown> => {
    if (leftMs <= 0) throw timedOut();
    const client = await db.connect();
    const startedAt = performance.now();
    let failure: Error | undefined;
    // The query under way tells of a lost connection; the event alone would end the process.
    const ignore = (): void => undefined;
    client.on('error', ignore);
    try {
      const setting = client.query(
        `SET statement_timeout = ${Math.ceil(Math.max(leftMs, leastMs))}`,
      );
      const [set, asked] = await Promise.allSettled([setting, client.query(text, values)]);
      if (set.status === 'rejected') throw set.reason;
      if (asked.status === 'rejected') throw asked.reason;
      return asked.value;
    } catch (error) {
      if (Object(error)['code'] === cancelled) throw timedOut(error);
      failure = error instanceof Error ? error : new Error('a query failed', { cause: error });
      throw error;
    } finally {
      leftMs -= performance.now() - startedAt;
      client.off('error', ignore);
      // A connection of which nothing is known is not used again.
      client.release(failure);
    }
  };
  return { query: query as Transaction['query'] }; // of its forms, the one that is used
}

function timedOut(cause?: unknown): AppError {
  return new AppError('SEARCH_TIMEOUT', { cause, details: { retryAfterSeconds: 1 } });
}
