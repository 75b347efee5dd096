import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { idsToTheEnd, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
/** Where a test does not leave it to the clock. */
let now: Date | undefined;
beforeAll(async () => {
  timeline = await startTestTimeline();
  timeline.deps.now = () => now ?? new Date();
});
afterEach(() => {
  now = undefined;
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

/** The reader's own rankings that Redis holds. */
async function rankingsOf(reader: string): Promise<string[]> {
  return timeline.stored.keys(`ranking:{following/*/${reader}/*`);
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

test('of whom no visit is known there is one ranking a minute, however often they look', async () => {
  const { reader, author, feed } = await addReader();
  await writeAgo(hourMs, author, { likeCount: 1 });
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  for (const ms of [0, 1, 59_999]) {
    now = new Date(minute + ms);
    expect((await feed.following.query({ sort: 'topSinceLastVisit' })).items).toHaveLength(1);
  }
  expect(await rankingsOf(reader)).toHaveLength(1);
});

test('no ranking is made for a cursor: one that nobody was given is refused, at its beginning too', async () => {
  now = new Date();
  const { reader, author, feed } = await addReader();
  await writeAgo(hourMs, author, { commentCount: 1 });
  const sort = 'mostCommented';
  const { startCursor, items } = await feed.following.query({ sort });
  const given = JSON.parse(Buffer.from(startCursor ?? '', 'base64url').toString());
  const forge = (change: object): string =>
    Buffer.from(JSON.stringify({ ...given, p: { ...given.p, ...change } })).toString('base64url');
  const before = await rankingsOf(reader);
  const forged = [
    { since: '1970-01-01T00:00:00.000Z' },
    { at: new Date(Date.now() - hourMs).toISOString() },
    { at: '2999-01-01T00:00:00.000Z' },
    { version: 'another' },
  ];
  for (const change of forged) {
    const refusal = await refusalOf(feed.following.query({ sort, cursor: forge(change) }));
    expect(refusal).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
  }
  // As a page had it while Redis was away: in the order that all others are read in.
  const unnamed = forge({ at: null, since: '1970-01-01T00:00:00.000Z' });
  for (const cursor of [startCursor, unnamed, unnamed]) {
    expect((await feed.following.query({ sort, cursor })).items).toEqual(items);
  }
  expect(await rankingsOf(reader)).toEqual(before);
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
