import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { eventOf, postEvent, startTestSearch, type TestSearch } from './_harness.ts';

const dayMs = 86_400_000;
const stack = new AsyncDisposableStack();
let cached: TestSearch;
let withoutCache: TestSearch;
let round = 0;
beforeAll(async () => {
  cached = stack.use(await startTestSearch());
  const env = { REDIS_CACHE_URL: 'redis://127.0.0.1:1' };
  withoutCache = stack.use(await startTestSearch({ env }));
});
afterAll(() => stack.disposeAsync());

/** Days back from today at which posts lie: within every span that is looked through. */
const ages = fc.array(fc.constantFrom(0, 0.1, 1, 3, 9, 40, 100, 400, 900), {
  minLength: 0,
  maxLength: 30,
});

test.each([
  { sort: 'best', cache: 'there' },
  { sort: 'best', cache: 'away' },
  { sort: 'newest', cache: 'there' },
] as const)(
  'every post that the reader sees is there once, sorted by $sort, while others are written and hidden; the cache is $cache',
  async ({ sort, cache }) => {
    const search = cache === 'there' ? cached : withoutCache;
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

type Step = { what: 'like' | 'write' | 'edit' | 'edit away' | 'delete' | 'hide'; index: number };
const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('like', 'like', 'write', 'edit', 'edit away', 'delete', 'hide'),
    index: fc.nat({ max: 39 }),
  }),
  { minLength: 1, maxLength: 4 },
);

test('sorted by best, every post that stays is there exactly once, and none that is gone, while likes change and posts come, change and go', async () => {
  await fc.assert(
    fc.asyncProperty(
      ages,
      fc.integer({ min: 1, max: 6 }),
      fc.array(steps, { minLength: 1, maxLength: 8 }),
      async (daysBack, limit, turns) => {
        round += 1;
        const word = `순위${round}`;
        const ids = await cached.write(
          ...daysBack.map((days, index) => ({
            text: word,
            createdAt: new Date(Date.now() - days * dayMs - index).toISOString(),
            likeCount: (index * 7) % 11,
          })),
        );
        const gone = new Set<string>();
        const seen: string[] = [];
        let cursor: string | null = null;
        let turn = 0;
        do {
          const page: Awaited<ReturnType<typeof cached.nobody.search.posts.query>> =
            await cached.nobody.search.posts.query({ query: word, sort: 'best', limit, cursor });
          const shown = page.items.map(({ post }) => post.id);
          expect(shown.filter((id) => gone.has(id))).toEqual([]);
          seen.push(...shown);
          cursor = page.nextCursor;
          for (const step of turns[turn % turns.length] ?? []) {
            const id = ids[step.index];
            if (id === undefined || gone.has(id)) continue;
            if ((await take(step.what, id, word)) === 'gone') gone.add(id);
          }
          turn += 1;
        } while (cursor !== null);
        expect(seen).toEqual([...new Set(seen)]);
        const stayed = ids.filter((id) => !gone.has(id));
        expect(seen.filter((id) => !gone.has(id)).toSorted()).toEqual(stayed.toSorted());
      },
    ),
    { numRuns: 30, seed: 20_261_129 },
  );
});

/** Lets something happen to a post, as the other services tell of it. */
async function take(what: Step['what'], id: string, word: string): Promise<'there' | 'gone'> {
  const { world, tell, write } = cached;
  const post = world.posts.get(id);
  if (!post) return 'gone';
  const version = post.version + 1;
  switch (what) {
    case 'like': {
      // As many as no other has: it goes to the top, or falls to the bottom.
      const likeCount = post.likeCount === 0 ? 1000 * version : 0;
      world.posts.set(id, { ...post, likeCount });
      await tell([eventOf('post.liked', { postId: id, likeCount }, { id })]);
      return 'there';
    }
    case 'write':
      await write({ text: word, likeCount: 500 });
      return 'there';
    case 'edit':
    case 'edit away': {
      const edited = { ...post, version, text: what === 'edit' ? `${word} 고침` : '딴말' };
      world.posts.set(id, edited);
      await tell([postEvent('post.edited', edited)]);
      return edited.text.includes(word) ? 'there' : 'gone';
    }
    case 'delete':
      world.posts.delete(id);
      await tell([postEvent('post.deleted', { ...post, version })]);
      return 'gone';
    case 'hide':
      world.unseen.add(id);
      return 'gone';
  }
}

test('a page that is shortened by what the reader does not see is filled up', async () => {
  const ids = await cached.write(...Array.from({ length: 30 }, () => '가려진 글'));
  for (const [index, id] of ids.entries()) if (index % 3 !== 0) cached.world.unseen.add(id);
  const page = await cached.nobody.search.posts.query({ query: '가려진', limit: 10 });
  expect(page.items).toHaveLength(10);
});

test('a cursor is good for its own search only', async () => {
  await cached.write('쪽글', '쪽글');
  const { search: procedures } = cached.nobody;
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
