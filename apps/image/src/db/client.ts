import { connectPostgres, type Database } from '@dailyfeed/service-kit/postgres';

const statementTimeoutMs = 5000;

/** Opens the database `image`. */
export function connect(url: string): Database {
  return connectPostgres(url, { statementTimeoutMs });
}
