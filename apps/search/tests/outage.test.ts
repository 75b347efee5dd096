import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { createTimeline } from '../src/clients/timeline.ts';
import { refusal, startTestSearch } from './_harness.ts';

test('a search that takes too long is ended by PostgreSQL, and may be tried again', async () => {
  await using search = await startTestSearch({ env: { QUERY_TIMEOUT_MS: 100 } });
  await search.write('천천히');
  const { rows } = await search.deps.queryDb.query('SHOW statement_timeout');
  expect(rows).toEqual([{ statement_timeout: '100ms' }]);
  const blocker = await search.deps.db.connect();
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
    await blocker.query('ROLLBACK');
    blocker.release();
  }
  expect(await search.find('천천히')).toHaveLength(1);
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
