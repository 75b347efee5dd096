import { newId } from '@dailyfeed/service-kit/id';
import { inTransaction } from '@dailyfeed/service-kit/postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createGeneration } from '../src/db/generation.ts';
import { ensureServing, removeRetired } from '../src/domain/rebuild.ts';
import { reindex } from '../src/testing.ts';
import {
  connectPatiently,
  eventOf,
  postEvent,
  startTestSearch,
  type TestSearch,
} from './_harness.ts';

/** Who has to wait for the reader that does not end, or for somebody who waits for it, fails. */
const lockTimeoutMs = 8000;

let search: TestSearch;
beforeEach(async () => {
  search = await startTestSearch({ lockTimeoutMs });
  search.world.add({ text: '묵은글 번호7' });
  await reindex(search.deps);
  await outlast();
  // What served while there was none.
  await removeRetired(search.deps);
});
afterEach(() => search[Symbol.asyncDispose]());

/** A transaction that has read every table, and does not end. */
async function startReader(): Promise<AsyncDisposable> {
  const client = await connectPatiently(search.deps.db);
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  for (const table of ['posts', 'comments', 'members', 'post_tags', 'tags']) {
    await client.query(`SELECT count(*) FROM ${table}`);
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await client.query('COMMIT');
      client.release(true);
    },
  };
}

/** What everybody does all the time, on rows that nobody else writes to: but for tables nobody waits. */
async function useOnce(): Promise<void> {
  const { nobody, world } = search;
  const tag = `표${newId().replaceAll('-', '')}`;
  const post = { ...world.add({ text: `곧 지워질 글 #${tag}` }) };
  world.posts.delete(post.id);
  await search.tell([
    postEvent('post.created', post),
    eventOf('post.liked', { postId: post.id, likeCount: 1 }, { id: post.id }),
  ]);
  expect(await search.find('번호7')).toHaveLength(1);
  await nobody.search.comments.query({ query: '댓글' });
  await nobody.search.members.query({ query: '작가' });
  await nobody.search.tags.query({ query: tag });
  await search.tell([postEvent('post.deleted', { ...post, version: 2 })]);
}

/** Does so again and again until it is ended, which fails as the first of them has. */
function startUse(): AsyncDisposable {
  const over = new AbortController();
  const use = (async () => {
    while (!over.signal.aborted) await useOnce();
  })();
  // It is looked at where it is ended.
  use.catch(() => undefined);
  return {
    [Symbol.asyncDispose]: () => {
      over.abort();
      return use;
    },
  };
}

async function tablesOf(generation: number): Promise<string[]> {
  const { rows } = await search.deps.db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname ~ $1 ORDER BY 1`,
    [`_${generation}$`],
  );
  return rows.map(({ name }) => name);
}

async function servingId(): Promise<number> {
  const { rows } = await search.deps.db.query<{ id: number }>(
    `SELECT id FROM generations WHERE state = 'serving'`,
  );
  return rows[0]?.id ?? 0;
}

async function outlast(): Promise<void> {
  await search.deps.db.query(
    `UPDATE generations SET finished_at = finished_at - interval '1 hour'`,
  );
}

test('while an index is built, served and removed, nobody waits for a reader that does not end', async () => {
  const first = await servingId();
  {
    await using _use = startUse();
    {
      await using _reader = await startReader();
      await reindex(search.deps, useOnce);
      expect(await servingId()).not.toBe(first);
      await outlast();
      // The reader is in the way of this alone.
      expect(await removeRetired(search.deps)).toBe(0);
      expect(await tablesOf(first)).toHaveLength(5);
      await useOnce();
      // One that is left half removed is in nobody's way either, not even in that of the next index.
      await reindex(search.deps, useOnce);
      await outlast();
      expect(await removeRetired(search.deps)).toBe(0);
    }
    expect(await removeRetired(search.deps)).toBe(2);
    await useOnce();
  }
  expect(await tablesOf(first)).toEqual([]);
  const { rows } = await search.deps.db.query('SELECT id FROM generations');
  expect(rows).toEqual([{ id: await servingId() }]);
});

test('one who still writes to an index that served keeps it, and is not waited for', async () => {
  const first = await servingId();
  const { db } = search.deps;
  const writer = await connectPatiently(db);
  try {
    await writer.query('BEGIN');
    await writer.query(`SELECT FROM generations WHERE id = ${first} FOR KEY SHARE`);
    await reindex(search.deps);
    await outlast();
    expect(await removeRetired(search.deps)).toBe(0);
    await writer.query(
      `INSERT INTO tags (generation, tag, use_count, tokens) VALUES (${first}, 'late', 1, '')`,
    );
    await writer.query('COMMIT');
  } finally {
    writer.release(true);
  }
  expect(await removeRetired(search.deps)).toBe(1);
});

test('an index whose builder was killed before it began leaves nothing behind, and serves nobody', async () => {
  const serving = await servingId();
  const id = await inTransaction(search.deps.db, (tx) => createGeneration(tx, 1));
  expect(await tablesOf(id)).toHaveLength(5);
  const [told = ''] = await search.write('알려진 글');
  expect(await search.find('알려진')).toEqual([told]);
  expect(await removeRetired(search.deps)).toBe(0);
  await outlast();
  expect(await removeRetired(search.deps)).toBe(1);
  expect(await tablesOf(id)).toEqual([]);
  expect(await servingId()).toBe(serving);
});

test('a process that starts waits for nobody who writes', async () => {
  const writer = await connectPatiently(search.deps.db);
  try {
    await writer.query('BEGIN; SELECT FROM generations FOR KEY SHARE');
    await expect(ensureServing(search.deps.db)).resolves.toBeUndefined();
  } finally {
    writer.release(true);
  }
});

test('the tables of an index are indexed as those of every other', async () => {
  const { rows } = await search.deps.db.query<{
    name: string;
    isValid: boolean;
    options: string[];
  }>(
    `SELECT relname AS name, indisvalid AS "isValid", reloptions AS options
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE indrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'posts'::regclass)
       AND indexrelid IN (SELECT inhrelid FROM pg_inherits) ORDER BY 1`,
  );
  const serving = await servingId();
  expect(rows.filter(({ name }) => name.startsWith(`posts_${serving}_`))).toEqual([
    { name: `posts_${serving}_pkey`, isValid: true, options: null },
    {
      name: `posts_${serving}_tokens_idx`,
      isValid: true,
      options: ['gin_pending_list_limit=256'],
    },
  ]);
});
