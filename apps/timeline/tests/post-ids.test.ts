import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { findPostIds } from '../src/db/post.ts';
import { startTestTimeline } from './_harness.ts';

test('the newest and the oldest posts of many authors are the same as by sorting them all, however they are spread', async () => {
  await using timeline = await startTestTimeline();
  const authors = Array.from({ length: 30 }, () => newId());
  // A few write nearly everything, some little, some nothing at all; a tenth is deleted.
  const start = Date.now();
  const posts = Array.from({ length: 2000 }, (_, index) => {
    const at = new Date(start - index * 1000);
    const author = Math.floor(25 * Math.random() ** 4);
    return {
      id: newId(at),
      authorId: authors[author] ?? '',
      text: 'x',
      createdAt: at,
      lastActivityAt: at,
      deletedAt: index % 10 === 0 ? at : null,
    };
  });
  await timeline.db.post.createMany({ data: posts });

  const cases = Array.from({ length: 120 }, (_, half) => half >> 1).map((index, number) => ({
    authorIds: authors.slice(index % 20, (index % 20) + 1 + (index % 11)),
    before: index % 3 === 0 ? null : (posts[index * 10]?.id ?? null),
    after: index % 4 === 0 ? (posts[index * 20 + 100]?.id ?? null) : null,
    from: number % 2 === 0 ? ('newest' as const) : ('oldest' as const),
    limit: [1, 2, 21, 101, 800][index % 5] ?? 1,
  }));
  for (const range of cases) {
    const { authorIds, before, after, from, limit } = range;
    const within = posts
      .filter((post) => post.deletedAt === null && authorIds.includes(post.authorId))
      .filter(({ id }) => (before === null || id < before) && (after === null || id > after))
      .map((post) => post.id)
      .toSorted();
    const expected = (from === 'newest' ? within.toReversed() : within).slice(0, limit);
    expect(await findPostIds(timeline.deps.db, range)).toEqual(expected);
  }
});
