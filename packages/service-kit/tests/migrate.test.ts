import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';

import { createLog } from '../src/log.ts';
import { migrate } from '../src/migrate.ts';

/** A database, a folder of migrations, and a connection to the one of who uses it meanwhile. */
async function start(migrations: Record<string, string>) {
  const database = await createTestDatabase();
  onTestFinished(() => database[Symbol.asyncDispose]());
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const add = async (name: string, sql: string): Promise<void> => {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'migration.sql'), sql);
  };
  for (const [name, sql] of Object.entries(migrations)) await add(name, sql);
  const connect = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  };
  const warnings: unknown[] = [];
  const destination = { write: (line: string) => warnings.push(Object(JSON.parse(line)).msg) };
  const log = createLog('test', { destination });
  const run = ({ patienceMs }: { patienceMs?: number } = {}) =>
    migrate({
      databaseUrl: database.url,
      folder,
      log,
      ...(patienceMs !== undefined && { patienceMs }),
    });
  return { add, connect, run, warnings };
}

const createTable = 'CREATE TABLE notes (id int PRIMARY KEY, text text NOT NULL);';
const addIndex = `-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS "notes_text_idx" ON notes (text);`;
const indexes = `SELECT indexrelid::regclass::text AS name, indisvalid AS "isValid" FROM pg_index
  WHERE indrelid = 'notes'::regclass AND NOT indisprimary`;

test('a change of a table that somebody reads for long keeps others waiting for 2 s at a time, and is made in the end', async () => {
  const { add, connect, run, warnings } = await start({ '1_notes': createTable });
  await run();
  await add('2_mood', 'ALTER TABLE notes ADD COLUMN mood text;');
  const [reader, other] = [await connect(), await connect()];
  await reader.query('BEGIN');
  await reader.query('SELECT FROM notes');
  const migrating = run();
  const waiting = async () => {
    const { rows } = await other.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows[0]?.count;
  };
  await expect.poll(waiting).toBe(1);
  await other.query(`SET statement_timeout = '15s'`);
  await expect(other.query('SELECT FROM notes')).resolves.toMatchObject({ rowCount: 0 });
  await reader.query('COMMIT');
  expect(await migrating).toEqual(['2_mood']);
  expect(warnings).toEqual(['a migration waits for a lock, trying again']);
  await other.query('SELECT mood FROM notes');
});

test('an index that is built beside the others’ work is built by one of many processes, and anew where a build was ended', async () => {
  const { add, connect, run } = await start({ '1_notes': createTable });
  await run();
  const client = await connect();
  await client.query(`INSERT INTO notes VALUES (1, 'a'), (2, 'a')`);
  const unique = addIndex.replace('-- no-transaction\nCREATE INDEX', 'CREATE UNIQUE INDEX');
  await expect(client.query(unique)).rejects.toThrow('could not create unique index');
  expect((await client.query(indexes)).rows).toEqual([{ name: 'notes_text_idx', isValid: false }]);

  await add('2_index', addIndex);
  const applied = await Promise.all([run(), run(), run()]);
  expect(applied.flat()).toEqual(['2_index']);
  expect((await client.query(indexes)).rows).toEqual([{ name: 'notes_text_idx', isValid: true }]);
  expect(await run()).toEqual([]);
});

test('an index that somebody builds by hand is waited for, and kept', async () => {
  const { add, connect, run, warnings } = await start({ '1_notes': createTable });
  await run();
  await add('2_index', addIndex);
  const [writer, builder, other] = [await connect(), await connect(), await connect()];
  // The build waits for it, with an index that is not valid.
  await writer.query(`BEGIN; INSERT INTO notes VALUES (1, 'a')`);
  const building = builder.query(addIndex);
  const found = async () => (await other.query(indexes)).rows;
  await expect.poll(found).toEqual([{ name: 'notes_text_idx', isValid: false }]);
  const nodeOf = `SELECT 'notes_text_idx'::regclass::oid AS oid`;
  const { rows: built } = await other.query(nodeOf);
  const migrating = run();
  await expect.poll(() => warnings).toEqual(['an index is being built, waiting for it']);
  await writer.query('COMMIT');
  await building;
  expect(await migrating).toEqual(['2_index']);
  expect((await other.query(nodeOf)).rows).toEqual(built);
  expect(await found()).toEqual([{ name: 'notes_text_idx', isValid: true }]);
});

test('who waits says for what, and gives up before whoever waits for the start does', async () => {
  const { add, connect, run, warnings } = await start({ '1_notes': createTable });
  await run();
  await add('2_mood', 'ALTER TABLE notes ADD COLUMN mood text;');
  const reader = await connect();
  await reader.query('BEGIN');
  await reader.query('SELECT FROM notes');
  const migrating = run();
  const isTaken = `SELECT count(*)::int AS count FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  await expect.poll(async () => (await reader.query(isTaken)).rows).toEqual([{ count: 1 }]);
  await expect(run({ patienceMs: 300 })).rejects.toThrow('Another process migrates for too long');
  expect(warnings).toContain('another process migrates, waiting for it');
  await reader.query('COMMIT');
  expect(await migrating).toEqual(['2_mood']);

  await add('3_zest', 'ALTER TABLE notes ADD COLUMN zest text;');
  await reader.query('BEGIN');
  await reader.query('SELECT FROM notes');
  await expect(run({ patienceMs: 1000 })).rejects.toThrow('Migration 3_zest failed');
  await reader.query('COMMIT');
});

test('a migration that fails leaves nothing of itself and is named', async () => {
  const { connect, run } = await start({ '1_notes': `${createTable} SELECT 1 / 0;` });
  await expect(run()).rejects.toThrow('Migration 1_notes failed');
  const { rows } = await (await connect()).query(`SELECT to_regclass('notes') AS name`);
  expect(rows).toEqual([{ name: null }]);
});
