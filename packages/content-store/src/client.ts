import { createStatementNames } from '@dailyfeed/service-kit/statement-names';
import { PrismaPg } from '@prisma/adapter-pg';

import { type Prisma, PrismaClient } from './generated/client.ts';

/** Rows as Prisma gives them, and its types of queries. */
export type {
  Comment as CommentRow,
  Draft as DraftRow,
  ModerationAction as ModerationActionRow,
  Post as PostRow,
  PostVersion as PostVersionRow,
  Prisma,
  Report as ReportRow,
} from './generated/client.ts';

/** The database `content` through Prisma. */
export type ContentDatabase = PrismaClient;
/** What a function of `db/` takes: the database itself, or a transaction on it. */
export type ContentTransaction = Prisma.TransactionClient;

/** How to open the database. */
export type ContentOptions = {
  url: string;
  /** `read-only` makes every statement that writes fail, also where the role would allow it. */
  mode: 'read-write' | 'read-only';
  /** Connections at most; `defaultPoolSize` (10) by default. */
  poolSize?: number;
  /** A statement that takes longer is cancelled; 5 s by default. */
  statementTimeoutMs?: number;
};

/** Connections of one process. */
export const defaultPoolSize = 10;
/** Waiting for a connection, be it a new one or a free one of the pool. */
const connectTimeoutMs = 2000;
/** How much later than the server's own cancellation a statement is given up. */
const silenceMs = 1000;
/** A transaction whose process has gone silent gives its locks back after this. */
const idleInTransactionTimeoutMs = 10_000;

/**
 * Opens the database `content`. Connects on the first query, so it never fails here, and connects again by itself
 * after an outage. A statement that gets no answer rejects with an error that `isStoreUnavailable` knows.
 */
export function connectContent(options: ContentOptions): ContentDatabase {
  const timeoutMs = options.statementTimeoutMs ?? 5000;
  const adapter = new PrismaPg(
    {
      connectionString: options.url,
      max: options.poolSize ?? defaultPoolSize,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: timeoutMs,
      // A server that has gone silent cannot cancel anything: then the connection is given up from this side.
      query_timeout: timeoutMs + silenceMs,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      keepAlive: true,
      // The adapter writes times without a zone and drops the zone of those it reads: right in UTC only.
      options: `-c TimeZone=UTC -c default_transaction_read_only=${options.mode === 'read-only' ? 'on' : 'off'}`,
    },
    { statementNameGenerator: createStatementNames() },
  );
  return new PrismaClient({
    adapter,
    transactionOptions: { maxWait: connectTimeoutMs, timeout: timeoutMs },
  });
}
