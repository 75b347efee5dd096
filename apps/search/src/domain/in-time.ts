import { AppError } from '@dailyfeed/contract/errors';

/** PostgreSQL has ended the statement, since it took too long. */
const cancelled = '57014';

/** Runs a query; one that its store ends because of its time is SEARCH_TIMEOUT. */
export async function inTime<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (Object(error)['code'] !== cancelled) throw error;
    throw new AppError('SEARCH_TIMEOUT', { cause: error, details: { retryAfterSeconds: 1 } });
  }
}
