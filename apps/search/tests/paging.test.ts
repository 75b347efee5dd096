import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestSearch, type TestSearch } from './_harness.ts';

const dayMs = 86_400_000;
let search: TestSearch;
let round = 0;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

/** Days back from today at which posts lie: within every span that is looked through. */
const ages = fc.array(fc.constantFrom(0, 0.1, 1, 3, 9, 40, 100, 400, 900), {
  minLength: 0,
  maxLength: 30,
});

test.each(['best', 'newest'] as const)(
  'every post that the reader sees is there once, sorted by %s, while others are written, hidden and read',
  async (sort) => {
    await fc.assert(
      fc.asyncProperty(
        ages,
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat({ max: 29 })),
        async (daysBack, limit, hidden) => {
          round += 1;
          const word = `라운드${round}`;
          const ids = await search.write(
            ...daysBack.map((days, index) => ({
              text: `${word} ${'긴말 '.repeat(index % 4)}`,
              createdAt: new Date(Date.now() - days * dayMs - index).toISOString(),
              likeCount: index % 5,
            })),
          );
          for (const index of hidden) search.world.unseen.add(ids[index] ?? '');
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const page: Awaited<ReturnType<typeof search.nobody.search.posts.query>> =
              await search.nobody.search.posts.query({ query: word, sort, limit, cursor });
            seen.push(...page.items.map(({ post }) => post.id));
            expect(page.items.length).toBeLessThanOrEqual(limit);
            cursor = page.nextCursor;
            await search.write(`${word} 그사이`);
          } while (cursor !== null);
          const visible = ids.filter((id) => !search.world.unseen.has(id));
          expect(seen.toSorted()).toEqual(visible.toSorted());
          const newestFirst = seen.toSorted().toReversed();
          expect(sort === 'newest' ? seen : newestFirst).toEqual(newestFirst);
        },
      ),
      { numRuns: 25, seed: 20_261_129 },
    );
  },
);

test('a page that is shortened by what the reader does not see is filled up', async () => {
  const ids = await search.write(...Array.from({ length: 30 }, () => '가려진 글'));
  for (const [index, id] of ids.entries()) if (index % 3 !== 0) search.world.unseen.add(id);
  const page = await search.nobody.search.posts.query({ query: '가려진', limit: 10 });
  expect(page.items).toHaveLength(10);
});

test('a cursor is good for its own search only', async () => {
  await search.write('쪽글', '쪽글');
  const { search: procedures } = search.nobody;
  const { nextCursor: cursor } = await procedures.posts.query({ query: '쪽글', limit: 1 });
  expect(cursor).not.toBeNull();
  for (const ask of [
    () => procedures.posts.query({ query: '다른말', cursor }),
    () => procedures.posts.query({ query: '쪽글', sort: 'newest', cursor }),
    () => procedures.comments.query({ query: '쪽글', cursor }),
    () => procedures.members.query({ query: '쪽글', cursor }),
    () => procedures.tags.query({ query: '쪽글', cursor }),
    () => procedures.posts.query({ query: '쪽글', cursor: `${cursor}x` }),
  ]) {
    await expect(ask()).rejects.toThrow('CURSOR_INVALID');
  }
});
