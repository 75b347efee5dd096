import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import { isStatementTimeout } from './unavailable.ts';

/** Any constant will do, as long as nothing else in the database locks it. */
const lockId = 72_317_201;
const lookMs = 100;
/** All who read or write a table queue up behind a change of it that waits for its lock. */
const lockPatienceMs = 2000;
/** In between, they go on. */
const retryMs = 1000;
const attemptsMax = 20;

/**
 * First line of a migration that PostgreSQL runs only by itself: one statement, fit to be run again, such as
 * `CREATE INDEX CONCURRENTLY IF NOT EXISTS`, which keeps no writer waiting.
 */
const noTransaction = '-- no-transaction\n';

/**
 * Applies the migrations in `folder` (Prisma's format: `<time>_<name>/migration.sql`) that `_prisma_migrations` does
 * not know yet, each in one transaction, unless its first line is `-- no-transaction`, and one process at a time.
 * `prisma migrate deploy` may be used instead. A migration that would wait longer than 2 s for a lock is tried again
 * for a minute. Throws when an applied migration was changed afterwards.
 */
export async function migrate(args: { databaseUrl: string; folder: string }): Promise<string[]> {
  const client = new pg.Client({ connectionString: args.databaseUrl });
  // The query that follows tells of a lost connection; the event alone would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await takeLock(client);
    await client.query(createTable);
    const applied = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const checksums = new Map(applied.rows.map((row) => [row.migration_name, row.checksum]));
    const done: string[] = [];
    for (const migration of await readMigrations(args.folder)) {
      const checksum = checksums.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration);
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

/** Until the session ends. Not a statement that waits: an index that is built concurrently would wait for it in turn. */
async function takeLock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS taken',
      [lockId],
    );
    if (rows[0]?.taken) return;
    await delay(lookMs);
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const run = migration.sql.startsWith(noTransaction) ? runAlone : runInTransaction;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run(client, migration);
    } catch (error) {
      if (!isStatementTimeout(error) || attempt === attemptsMax) {
        throw new Error(`Migration ${migration.name} failed`, { cause: error });
      }
      await delay(retryMs);
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

async function runAlone(client: pg.Client, migration: Migration): Promise<void> {
  const [, index] = /\bINDEX CONCURRENTLY IF NOT EXISTS "(\w+)"/.exec(migration.sql) ?? [];
  if (index !== undefined && (await isHalfBuilt(client, index))) {
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS "${index}"`);
  }
  await client.query(migration.sql);
  await note(client, migration);
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
