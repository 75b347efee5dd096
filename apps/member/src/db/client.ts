import { createStatementNames } from '@dailyfeed/service-kit/statement-names';
import { PrismaPg } from '@prisma/adapter-pg';

import { Prisma, PrismaClient } from '../generated/client.ts';

export type {
  AdminAction as AdminActionRow,
  Block as BlockRow,
  EmailChange as EmailChangeRow,
  Follow as FollowRow,
  FollowRequest as FollowRequestRow,
  JwtKey as JwtKeyRow,
  LinkedIdentity as LinkedIdentityRow,
  LinkToken as LinkTokenRow,
  Mail as MailRow,
  Member as MemberRow,
  Mute as MuteRow,
  RefreshToken as RefreshTokenRow,
} from '../generated/client.ts';

/** The database `member` through Prisma. */
export type Database = PrismaClient;
/** What a function of `db/` takes: the database itself, or a transaction on it. */
export type Transaction = Prisma.TransactionClient;

/** Connections of one process. */
export const poolSize = 10;
/** Waiting for a connection, be it a new one or a free one of the pool. */
const connectTimeoutMs = 2000;
const statementTimeoutMs = 2000;
/** How much later than the server's own cancellation a statement is given up. */
const silenceMs = 500;
const transactionTimeoutMs = 5000;
/** A transaction whose process has gone silent gives its locks back after this. */
const idleInTransactionTimeoutMs = 10_000;

/**
 * Opens the database. Connects on the first query, so it never fails here, and connects again by itself after an
 * outage. A statement that gets no answer rejects with an error that `isStoreUnavailable` knows. `patience` is how many
 * times as long as for a request all of that is waited for.
 */
export function connect(url: string, patience = 1): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: connectTimeoutMs * patience,
      statement_timeout: statementTimeoutMs * patience,
      // A server that has gone silent cannot cancel anything: then the connection is given up from this side.
      query_timeout: (statementTimeoutMs + silenceMs) * patience,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs * patience,
      keepAlive: true,
      // The adapter writes times without a zone and drops the zone of those it reads: right in UTC only.
      options: '-c TimeZone=UTC',
    },
    { statementNameGenerator: createStatementNames() },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: {
      maxWait: connectTimeoutMs * patience,
      timeout: transactionTimeoutMs * patience,
    },
  });
}

/** Whether a unique constraint refused the write. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
