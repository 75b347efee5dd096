import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import type { Log } from './log.ts';
import { isStatementTimeout } from './unavailable.ts';

/** Any constant will do, as long as nothing else in the database locks it. */
const lockId = 72_317_201;
const lookMs = 100;
/** All who read or write a table queue up behind a change of it that waits for its lock. */
const lockPatienceMs = 2000;
/** In between, they go on. */
const retryMs = 1000;
/** Less than the minute that a process has to start in (`startupProbe`): who waits too long says so before it is ended. */
const defaultPatienceMs = 45_000;

/**
 * First line of a migration that PostgreSQL runs only by itself: one statement, fit to be run again, such as
 * `CREATE INDEX CONCURRENTLY IF NOT EXISTS`, which keeps no writer waiting.
 */
const noTransaction = '-- no-transaction\n';

/**
 * Applies the migrations in `folder` (Prisma's format: `<time>_<name>/migration.sql`) that `_prisma_migrations` does
 * not know yet, each in one transaction, unless its first line is `-- no-transaction`, and one process at a time.
 * `prisma migrate deploy` may be used instead. A migration that would wait longer than 2 s for a lock is tried again.
 * Throws when an applied migration was changed afterwards, and when it has waited for others (another process, a lock, an
 * index that is being built) until `patienceMs` (45 s) have passed since its start.
 */
export async function migrate(args: {
  databaseUrl: string;
  folder: string;
  log: Pick<Log, 'warn'>;
  patienceMs?: number;
}): Promise<string[]> {
  const wait = createWait(args);
  const client = new pg.Client({ connectionString: args.databaseUrl });
  // The query that follows tells of a lost connection; the event alone would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await takeLock(client, wait);
    await client.query(createTable);
    const applied = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const checksums = new Map(applied.rows.map((row) => [row.migration_name, row.checksum]));
    const done: string[] = [];
    for (const migration of await readMigrations(args.folder)) {
      const checksum = checksums.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration, wait);
        done.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new Error(`Migration ${migration.name} was changed after it had been applied`);
      }
    }
    return done;
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

type Migration = { name: string; sql: string; checksum: string };

/** All migrations of a folder, oldest first. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Waits for `ms`, and gives whether it did: not when that would be longer than there is patience for. What it waits for
 * the log is told once.
 */
type Wait = (ms: number, reason: { message: string; facts?: object }) => Promise<boolean>;

function createWait(args: { log: Pick<Log, 'warn'>; patienceMs?: number }): Wait {
  const deadline = performance.now() + (args.patienceMs ?? defaultPatienceMs);
  const told = new Set<string>();
  return async (ms, { message, facts = {} }) => {
    if (performance.now() + ms > deadline) return false;
    if (!told.has(message)) args.log.warn(facts, message);
    told.add(message);
    await delay(ms);
    return true;
  };
}

/** Until the session ends. Not a statement that waits: an index that is built concurrently would wait for it in turn. */
async function takeLock(client: pg.Client, wait: Wait): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS taken',
      [lockId],
    );
    if (rows[0]?.taken) return;
    const message = 'another process migrates, waiting for it';
    if (!(await wait(lookMs, { message })))
      throw new Error('Another process migrates for too long');
  }
}

async function apply(client: pg.Client, migration: Migration, wait: Wait): Promise<void> {
  const { name } = migration;
  const run = migration.sql.startsWith(noTransaction) ? runAlone : runInTransaction;
  for (;;) {
    try {
      return await run(client, migration, wait);
    } catch (error) {
      const reason = {
        message: 'a migration waits for a lock, trying again',
        facts: { migration: name },
      };
      if (!isStatementTimeout(error) || !(await wait(retryMs, reason))) {
        throw new Error(`Migration ${name} failed`, { cause: error });
      }
    }
  }
}

async function runInTransaction(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = ${lockPatienceMs}`);
    await client.query(migration.sql);
    await note(client, migration);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function runAlone(client: pg.Client, migration: Migration, wait: Wait): Promise<void> {
  const [, index] = /\bINDEX CONCURRENTLY IF NOT EXISTS "(\w+)"/.exec(migration.sql) ?? [];
  if (index !== undefined) await dropHalfBuilt(client, index, wait);
  await client.query(migration.sql);
  // One that somebody else began to build meanwhile counts as existing.
  if (index !== undefined && (await isHalfBuilt(client, index))) {
    throw new Error(`Index ${index} was not built to its end`);
  }
  await note(client, migration);
}

/** What a build that was ended has left; one that goes on, by hand or of a process that is gone, is waited for. */
async function dropHalfBuilt(client: pg.Client, index: string, wait: Wait): Promise<void> {
  const reason = { message: 'an index is being built, waiting for it', facts: { index } };
  while (await isBuilding(client, index)) {
    if (!(await wait(lookMs, reason))) throw new Error(`Index ${index} is built for too long`);
  }
  // Asked behind the last look: the build may have come to its end, and not to a bad one.
  if (await isHalfBuilt(client, index)) {
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS "${index}"`);
  }
}

async function isBuilding(client: pg.Client, index: string): Promise<boolean> {
  const { rowCount } = await client.query(
    // Of another role's build nothing is shown but that it goes on.
    `SELECT FROM pg_stat_progress_create_index
     WHERE datname = current_database() AND (index_relid IS NULL OR index_relid = to_regclass(quote_ident($1)))`,
    [index],
  );
  return rowCount !== null && rowCount > 0;
}

/** Left by a build that was ended: nothing uses it, and it counts as existing. */
async function isHalfBuilt(client: pg.Client, index: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM pg_index WHERE indexrelid = to_regclass(quote_ident($1)) AND NOT indisvalid',
    [index],
  );
  return rowCount === 1;
}

async function note(client: pg.Client, { name, checksum }: Migration): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

// Prisma's own definition of the table.
const createTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;
