import { connectPostgres, type Database } from '@dailyfeed/service-kit/postgres';

/** A page of a rebuild is put in at once. */
const longestMs = 30_000;

/** Opens the database `search`. */
export function connect(
  url: string,
  { statementTimeoutMs = longestMs }: { statementTimeoutMs?: number } = {},
): Database {
  return connectPostgres(url, { statementTimeoutMs });
}
