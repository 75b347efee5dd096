import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { matches } from '../src/testing.ts';
import { startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

/** Few, so that what is asked for stands in what is written, now and then in another spacing. */
const piece = fc.constantFrom(
  '가',
  '나',
  '다',
  ' ',
  ' ',
  '.',
  'ab',
  'AB ',
  'é',
  '1',
  '🔥',
  '東',
  'ー',
);
const text = fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(''));
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const part = fc.oneof(
  word,
  word.map((words) => `"${words}"`),
  word.map((words) => `-${words.trim()}`),
);
const query = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));

test('PostgreSQL finds, by tokens, exactly the texts in which the words stand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 5, maxLength: 10 }),
      fc.array(query, { minLength: 5, maxLength: 10 }),
      async (texts, queries) => {
        await search.deps.db.query('DELETE FROM posts');
        const ids = await search.write(...texts);
        for (const asked of queries) {
          const expected = ids.filter((_, index) => matches(texts[index] ?? '', asked));
          const found = new Set(await search.find(asked).catch(() => []));
          expect({ asked, texts, found }).toEqual({ asked, texts, found: new Set(expected) });
        }
      },
    ),
    { numRuns: 40, seed: 20_261_129 },
  );
});

test('a text of the greatest length is found by its last words', async () => {
  const long = `${'가나다라마바사아자차카타파하 '.repeat(330)}마지막낱말`;
  const words = Array.from({ length: 4000 }, (_, index) => index.toString(36)).join(' ');
  const [korean, english] = await search.write(long.slice(0, 5000), `${words} lastword`);
  expect(await search.find('마지막낱말')).toEqual([korean]);
  expect(await search.find('lastword')).toEqual([english]);
});
