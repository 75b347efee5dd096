import type { PostPage } from '@dailyfeed/contract/post';
import { afterAll, expect, test, vi } from 'vitest';

import { pagedFeeds } from './_feeds.ts';
import { idsToTheEnd, startTestTimeline, type TestTimeline } from './_harness.ts';

/** On a busy machine Redis may be passed by: all of it once more then, with people whom nothing is remembered of. */
const attempts = { timeout: 90_000, interval: 50 };
vi.setConfig({ testTimeout: 120_000 });

test('a page costs a fixed number of statements and of calls to member, wherever it is and however many wrote it', async () => {
  await using timeline = await startTestTimeline();
  const { members } = timeline;
  await vi.waitFor(async () => {
    const { viewer } = await addReader(timeline);
    const client = timeline.as(viewer);
    // Also the first, which builds the home timeline.
    expect(await timeline.statementsOf(() => client.feed.following.query({}))).toBe(3);
    await timeline.openHome(viewer);

    const statements: number[] = [];
    const calls: number[] = [];
    await idsToTheEnd(async (cursor) => {
      const before = members.asked.summaries.length + members.asked.followIds;
      const { page, cost } = await costOf(timeline, () => client.feed.following.query({ cursor }));
      statements.push(cost);
      calls.push(members.asked.summaries.length + members.asked.followIds - before);
      return page;
    });
    expect(statements).toHaveLength(45);
    // Ids that are not in the home timeline, the posts, the reader's likes.
    expect(new Set(statements)).toEqual(new Set([3]));
    // Whom the reader follows is remembered, and so are authors, once seen.
    expect(Math.max(...calls)).toBeLessThanOrEqual(1);
    expect(calls.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3);
  }, attempts);
});

test('a page that is read upwards costs three statements, wherever it is', async () => {
  await using timeline = await startTestTimeline();
  await vi.waitFor(async () => {
    const { viewer, posts } = await addReader(timeline);
    const client = timeline.as(viewer);
    await timeline.openHome(viewer);
    const { cursor } = await client.marker.set.mutate({ postId: posts.at(-1) ?? '' });
    const { previousCursor } = await client.feed.following.query({ cursor });
    const statements: number[] = [];
    for (let above = previousCursor; above !== null;) {
      const asked = above;
      const { page, cost } = await costOf(timeline, () =>
        client.feed.following.query({ cursor: asked }),
      );
      statements.push(cost);
      above = page.previousCursor;
    }
    expect(statements).toHaveLength(45);
    expect(new Set(statements)).toEqual(new Set([3]));
  }, attempts);
});

const shared = await startTestTimeline();
afterAll(() => shared[Symbol.asyncDispose]());

test.each(Object.entries(pagedFeeds))(
  'a page of %s costs at most three statements, wherever it is, and five times that where all of it is hidden',
  async (_name, feed) => {
    const timeline = shared;
    const { db, members } = timeline;
    await vi.waitFor(async () => {
      await db.post.deleteMany();
      const reader = members.add();
      const others = [1, 2, 3].map(() => members.add());
      const authors = feed.isOwn ? [reader] : others.slice(0, feed.isOfOne ? 1 : 3);
      const posts = await timeline.writePosts(authors, 100);
      await feed.enter(timeline, reader, posts);
      // The first page of one's own orders is ranked, that of home built.
      await feed.read(timeline, reader, { limit: 10 });
      const costs: number[] = [];
      const read = async (cursor: string | null): Promise<PostPage> => {
        const { page, cost } = await costOf(timeline, () =>
          feed.read(timeline, reader, { cursor, limit: 10 }),
        );
        costs.push(cost);
        return page;
      };
      expect(await idsToTheEnd(read)).toHaveLength(100);
      expect(costs.length).toBeGreaterThanOrEqual(10);
      expect(Math.max(...costs)).toBeLessThanOrEqual(3);

      costs.length = 0;
      const { nextCursor } = await feed.read(timeline, reader, { limit: 10 });
      const where = { id: { in: posts.slice(10) } };
      await db.post.updateMany({ where, data: { hiddenAt: new Date() } });
      await read(nextCursor);
      expect(costs[0]).toBeLessThanOrEqual(3 * 5);
    }, attempts);
  },
);

test.each([1, 20, 100])('lists of %d cost two statements', async (limit) => {
  await using timeline = await startTestTimeline();
  /** A post each, by people nobody has asked for. */
  const write = async () => {
    await timeline.db.post.deleteMany();
    const authors = Array.from({ length: 101 }, () => timeline.members.add());
    await timeline.writePosts(authors, authors.length);
    return { author: authors[0] ?? '', reader: timeline.as(timeline.members.add()) };
  };
  await vi.waitFor(async () => {
    const { reader } = await write();
    const { page, cost } = await costOf(timeline, () => reader.feed.recent.query({ limit }));
    expect([page.items.length, cost]).toEqual([limit, 2]);
  }, attempts);
  await vi.waitFor(async () => {
    const { author, reader } = await write();
    await timeline.writePosts([author], 100);
    const read = () => reader.feed.byAuthor.query({ authorId: author, limit });
    const { page, cost } = await costOf(timeline, read);
    expect([page.items.length, cost]).toEqual([limit, 2]);
  }, attempts);
  await vi.waitFor(async () => {
    await write();
    const read = () => timeline.anyone.feed.recent.query({ limit });
    const { page, cost } = await costOf(timeline, read);
    expect([page.items.length, cost]).toEqual([limit, 1]);
  }, attempts);
});

test('asking for the head costs one statement when nothing is new, two when there is', async () => {
  await using timeline = await startTestTimeline();
  await vi.waitFor(async () => {
    const viewer = timeline.members.add();
    const [newest = ''] = await timeline.writePosts([viewer], 30);
    const client = timeline.as(viewer);
    await timeline.openHome(viewer);
    const ask = () => client.feed.head.query({ since: newest });
    expect(await timeline.statementsOf(ask)).toBe(1);
    // Then two, and none for what only who reads the posts wants to know.
    await timeline.writePosts([viewer], 120);
    expect(await timeline.statementsOf(ask)).toBe(2);
  }, attempts);
});

/** Who follows forty, of whose posts there are 900; they come with it, newest first. */
async function addReader(timeline: TestTimeline): Promise<{ viewer: string; posts: string[] }> {
  const { members } = timeline;
  const viewer = members.add();
  const authors = Array.from({ length: 40 }, () => members.add());
  await Promise.all(authors.map((author) => members.follow(viewer, author)));
  return { viewer, posts: await timeline.writePosts(authors, 900) };
}

async function costOf<T>(
  timeline: TestTimeline,
  read: () => Promise<T>,
): Promise<{ page: T; cost: number }> {
  const pages: T[] = [];
  const cost = await timeline.statementsOf(async () => pages.push(await read()));
  const [page] = pages;
  if (page === undefined) throw new Error('no page');
  return { page, cost };
}
