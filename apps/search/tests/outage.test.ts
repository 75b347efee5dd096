import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { createTimeline } from '../src/clients/timeline.ts';
import { connectPatiently, eventOf, refusal, startTestSearch } from './_harness.ts';

test('a search that takes too long is ended by PostgreSQL, and may be tried again', async () => {
  await using search = await startTestSearch({ env: { QUERY_TIMEOUT_MS: 1000 } });
  await search.write('천천히');
  const { rows } = await search.deps.startQuery().query('SHOW statement_timeout');
  expect(rows).toEqual([{ statement_timeout: '1s' }]);
  const blocker = await connectPatiently(search.deps.db);
  try {
    await blocker.query(
      'BEGIN; LOCK TABLE posts, comments, members, tags, post_tags IN ACCESS EXCLUSIVE MODE',
    );
    const { posts, comments, members, tags, suggest } = search.nobody.search;
    const query = '천천히';
    const asked: (() => Promise<unknown>)[] = [
      () => posts.query({ query }),
      () => posts.query({ query, sort: 'newest' }),
      () => comments.query({ query }),
      () => members.query({ query }),
      () => tags.query({ query }),
      () => suggest.query({ prefix: query }),
    ];
    for (const ask of asked) {
      const failure = await ask().catch((error: unknown) => error);
      expect(Object(failure)['data']).toMatchObject({
        appCode: 'SEARCH_TIMEOUT',
        httpStatus: 503,
        retryAfterSeconds: 1,
      });
    }
  } finally {
    blocker.release(true);
  }
  await expect.poll(() => search.find('천천히').catch(() => [])).toHaveLength(1);
});

test('the statements of one search share its time, and the next search has its own', async () => {
  await using search = await startTestSearch({ env: { QUERY_TIMEOUT_MS: 2000 } });
  const { db } = search.deps;
  const authorId = newId();
  search.world.members.set(authorId, {
    id: authorId,
    handle: 'sharer',
    displayName: 'Sharer',
    avatarUrl: null,
    visibility: 'PUBLIC',
  });
  await search.tell([eventOf('member.signed_up', { memberId: authorId }, { id: authorId })]);
  const [id] = await search.write({ text: '나눠쓰기', authorId });
  // Who is meant is asked of either table once: each statement is in time by itself.
  const slow = ['generations', 'members'];
  for (const table of slow) {
    await db.query(`ALTER TABLE ${table} RENAME TO kept_${table};
      CREATE VIEW ${table} AS SELECT kept.* FROM kept_${table} AS kept, pg_sleep(1.1)`);
  }
  const query = 'from:sharer';
  expect(await refusal(search.nobody.search.posts.query({ query }))).toBe('SEARCH_TIMEOUT');
  for (const table of slow) {
    await db.query(`DROP VIEW ${table}; ALTER TABLE kept_${table} RENAME TO ${table}`);
  }
  await expect.poll(() => search.find(query).catch(() => [])).toEqual([id]);

  const first = search.deps.startQuery();
  await first.query('SELECT pg_sleep(0.01)');
  const left = async (tx = search.deps.startQuery()) => {
    const { rows } = await tx.query<{ ms: number }>(
      `SELECT setting::int AS ms FROM pg_settings WHERE name = 'statement_timeout'`,
    );
    return rows[0]?.ms ?? 0;
  };
  expect(await left(first)).toBeLessThan(2000);
  expect(await left()).toBe(2000);
});

test('while nobody says who may see what, no post is shown; tags are', async () => {
  const keys = [{ kid: 'test', secret: new Uint8Array(32) }];
  const away = createTimeline({
    url: 'http://127.0.0.1:1',
    keys: keys as never, // nobody reads them
    now: () => new Date(),
  });
  await using search = await startTestSearch({ timeline: away });
  const authorId = newId();
  await search.write({ text: '보이나요 #표식', authorId });
  expect(await refusal(search.nobody.search.posts.query({ query: '보이나요' }))).toBe(
    'UPSTREAM_UNAVAILABLE',
  );
  await expect(search.nobody.search.tags.query({ query: '표식' })).resolves.toEqual({
    items: [],
    nextCursor: null,
  });
});

test('a process whose connections are all busy is as ready as before', async () => {
  await using search = await startTestSearch();
  const { db } = search.deps;
  const held = await Promise.all(Array.from({ length: db.options.max }, () => db.connect()));
  const { status } = await fetch(`${search.url}/readyz`);
  for (const client of held) client.release();
  expect(status).toBe(200);
});
