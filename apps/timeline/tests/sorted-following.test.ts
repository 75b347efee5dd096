import { afterAll, beforeAll, expect, test } from 'vitest';

import { idsToTheEnd, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A reader who follows an author. */
async function addReader() {
  const [reader, author] = [timeline.members.add(), timeline.members.add()];
  await timeline.members.follow(reader, author);
  return { reader, author, feed: timeline.as(reader).feed };
}

async function writeAgo(ms: number, authorId: string, counts: object = {}): Promise<string> {
  const id = await timeline.writePost(authorId, new Date(Date.now() - ms));
  await timeline.db.post.update({ where: { id }, data: counts });
  return id;
}

test('the most commented are posts of the last 30 days of those one follows and one’s own; what others write is not among them', async () => {
  const { reader, author, feed } = await addReader();
  const stranger = timeline.members.add();
  await writeAgo(hourMs, stranger, { commentCount: 99 });
  await writeAgo(31 * dayMs, author, { commentCount: 50 });
  await writeAgo(hourMs, author);
  const few = await writeAgo(dayMs, author, { commentCount: 2 });
  const many = await writeAgo(20 * dayMs, author, { commentCount: 7 });
  const own = await writeAgo(2 * hourMs, reader, { commentCount: 3 });
  const read = async () => {
    const { items, since } = await feed.following.query({ sort: 'mostCommented' });
    expect(since).toBeNull();
    return items.map((post) => post.id);
  };
  expect(await read()).toEqual([many, own, few]);
  // The ranking stands for a minute; follow and unfollow take effect at once all the same.
  await timeline.members.unfollow(reader, author);
  expect(await read()).toEqual([own]);
});

test('the best since the last visit are those written since the visit before this one ended', async () => {
  const { reader, author, feed } = await addReader();
  const best = await writeAgo(hourMs, author, { likeCount: 1, commentCount: 2 });
  const plain = await writeAgo(2 * hourMs, author);
  const liked = await writeAgo(3 * hourMs, author, { likeCount: 3 });
  const old = await writeAgo(5 * hourMs, author, { likeCount: 90 });
  const lastSeen = Date.now() - 4 * hourMs;
  const read = () => feed.following.query({ sort: 'topSinceLastVisit' });
  // Of whom nothing is known, the last day is shown.
  const first = await read();
  expect(first.items.map((post) => post.id)).toEqual([old, best, liked, plain]);

  await timeline.stored.hset(`visit:${reader}`, 'seen', lastSeen);
  await feed.head.query({ since: null });
  for (const _sameVisit of [1, 2]) {
    const { items, since } = await read();
    expect(items.map((post) => post.id)).toEqual([best, liked, plain]);
    expect(since).toBe(new Date(lastSeen).toISOString());
  }
  await timeline.stored.hset(`visit:${reader}`, 'seen', Date.now() - 90 * dayMs);
  const { since } = await read();
  expect(Date.parse(since ?? '')).toBeGreaterThan(Date.now() - 15 * dayMs);
});

test('a page costs three statements at most, and a cursor is good for its order and its reader alone', async () => {
  const { author, feed } = await addReader();
  const other = await addReader();
  await Promise.all([1, 2, 3, 4, 5].map((n) => writeAgo(n * hourMs, author, { commentCount: n })));
  const statements: number[] = [];
  await idsToTheEnd(async (cursor) => {
    let page: Awaited<ReturnType<typeof feed.following.query>> | undefined;
    statements.push(
      await timeline.statementsOf(async () => {
        page = await feed.following.query({ sort: 'mostCommented', cursor, limit: 2 });
      }),
    );
    if (!page) throw new Error('no page');
    return page;
  });
  // The ranking, once; the posts and the reader's marks.
  expect(statements).toEqual([3, 2, 2]);

  const { nextCursor: cursor } = await feed.following.query({ sort: 'mostCommented', limit: 2 });
  for (const refused of [
    feed.following.query({ cursor }),
    feed.following.query({ cursor, sort: 'topSinceLastVisit' }),
    other.feed.following.query({ cursor, sort: 'mostCommented' }),
  ]) {
    expect(await refusalOf(refused)).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
  }
});

test('first pages that are asked for at once are ranked once', async () => {
  const { author, feed } = await addReader();
  const id = await writeAgo(hourMs, author, { commentCount: 1 });
  const readers = Array.from({ length: 20 });
  const statements = await timeline.statementsOf(async () => {
    const pages = await Promise.all(
      readers.map(() => feed.following.query({ sort: 'mostCommented', limit: 2 })),
    );
    for (const { items } of pages) expect(items.map((post) => post.id)).toEqual([id]);
  });
  // The posts and the reader's marks for each page, the ranking once, and again where a minute has just ended.
  expect(statements).toBeLessThanOrEqual(2 * readers.length + 2);
});

test('while Redis is away both orders come from the database, to the end', async () => {
  const { author, feed } = await addReader();
  const ids = await Promise.all(
    [9, 8, 7, 6, 5].map((n) => writeAgo(n * hourMs, author, { commentCount: n, likeCount: n })),
  );
  timeline.redis.set('refuse');
  for (const sort of ['mostCommented', 'topSinceLastVisit'] as const) {
    const read = (cursor: string | null) => feed.following.query({ sort, cursor, limit: 2 });
    expect(await idsToTheEnd(read)).toEqual(ids);
  }
  timeline.redis.set('pass');
});
