import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { refusal, startTestSearch, type TestSearch } from './_harness.ts';

let now = new Date();
let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch({ now: () => now });
});
afterAll(() => search[Symbol.asyncDispose]());

const later = (): void => {
  now = new Date(now.getTime() + 1000);
};

test('the latest twenty are kept, one query once, and only its member’s', async () => {
  const [ann, bob] = [search.as(newId()), search.as(newId())];
  const queries = Array.from({ length: 22 }, (_, index) => `검색 ${index}`);
  for (const query of queries) {
    later();
    await ann.recent.add.mutate({ query });
  }
  later();
  const { items } = await ann.recent.add.mutate({ query: '검색   10' });
  const expected = ['검색   10', ...queries.toReversed().filter((query) => query !== '검색 10')];
  expect(items.map(({ query }) => query)).toEqual(expected.slice(0, 20));
  expect((await bob.recent.list.query()).items).toEqual([]);

  await bob.recent.add.mutate({ query: 'ＳＥＯＵＬ' });
  expect((await bob.recent.remove.mutate({ query: 'Seoul' })).items).toEqual([]);
  expect((await ann.recent.clear.mutate()).items).toEqual([]);
});

test('who is not logged in has none, and nothing is nothing to keep', async () => {
  expect(await refusal(search.nobody.recent.add.mutate({ query: 'x' }))).toBe('UNAUTHENTICATED');
  expect(await refusal(search.nobody.recent.list.query())).toBe('UNAUTHENTICATED');
  const ann = search.as(newId());
  for (const query of ['', '   ', 'x'.repeat(201), 'a\u0000b']) {
    expect(await refusal(ann.recent.add.mutate({ query }))).toBe('INPUT_INVALID');
  }
  expect((await ann.recent.list.query()).items).toEqual([]);
});
