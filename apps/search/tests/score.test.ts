import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

const weekMs = 7 * 86_400_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

test('what is new comes before what is a week old and has some likes more, not before what has many more', async () => {
  const createdAt = ago(weekMs);
  const [some, many, fresh] = await search.write(
    { text: '소나기', createdAt, likeCount: 10 },
    { text: '소나기', createdAt, likeCount: 1000 },
    { text: '소나기', likeCount: 5 },
  );
  expect(await search.find('소나기', 'best')).toEqual([many, fresh, some]);
});

test('what is about it comes before a long text that names it once, though that is newer', async () => {
  const [about, long] = await search.write(
    { text: '감자 감자, 또 감자', createdAt: ago(60_000) },
    { text: `오늘 산 것은 감자 한 봉지와 ${'여러 가지 다른 물건 '.repeat(20)}` },
  );
  expect(await search.find('감자', 'best')).toEqual([about, long]);
});
