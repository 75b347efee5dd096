import type { FollowingPage } from '@dailyfeed/contract/feed';
import { searchOf } from '@dailyfeed/dev-infra/search';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { cursorAt } from '../src/domain/following-feed.ts';
import { feedNames, feeds, pagedFeeds } from './_feeds.ts';
import { idsToTheEnd, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline({ FANOUT_FOLLOWER_MAX: '2' });
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

const idsOf = (page: { items: { id: string }[] }): string[] => page.items.map(({ id }) => id);
const toCursor = (content: unknown): string =>
  Buffer.from(JSON.stringify(content)).toString('base64url');

/** The page that begins with a post, as a reader has it who was there on another device. */
async function readAt(reader: string, postId: string, limit: number): Promise<FollowingPage> {
  const { marker, feed } = timeline.as(reader);
  const { cursor } = await marker.set.mutate({ postId });
  expect(await marker.get.query()).toMatchObject({ postId, cursor });
  return feed.following.query({ cursor, limit });
}

/** Pages up to the top and gives the ids met, newest first; `between` runs after each page. */
async function idsToTheTop(
  read: (cursor: string) => Promise<FollowingPage>,
  page: FollowingPage,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const pages: string[][] = [];
  for (let cursor = page.previousCursor; cursor !== null && pages.length < 200;) {
    const above = await read(cursor);
    pages.unshift(idsOf(above));
    cursor = above.previousCursor;
    await between();
  }
  return pages.flat();
}

/** Somebody who follows people of every kind: whose posts are fanned out, merged, muted, or gone. */
async function addReader({ members, fanOut, writePost }: TestTimeline) {
  const reader = members.add();
  const [quiet, large, muted, gone] = [members.add(), members.add(), members.add(), members.add()];
  for (const author of [quiet, large, muted, gone]) await members.follow(reader, author);
  for (const fan of [members.add(), members.add()]) await members.follow(fan, large);
  await members.mute(reader, muted);
  members.remove(gone);
  // Only when they write it is found that they have too many followers.
  await fanOut({ id: await writePost(large), authorId: large }).catch(() => undefined);
  return { reader, quiet, large, authors: [reader, quiet, large, muted, gone] };
}

test.each(['there', 'not built', 'away'] as const)(
  'from any post the pages above and below it give each visible post exactly once, in the order of the feed; the home timeline is %s',
  async (home) => {
    await using own = await startTestTimeline(
      { FANOUT_FOLLOWER_MAX: '2' },
      { redis: home === 'away' ? 'away' : 'there' },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          writers: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 40 }),
          deleted: fc.array(fc.nat({ max: 39 }), { maxLength: 8 }),
          at: fc.nat({ max: 39 }),
          limit: fc.integer({ min: 1, max: 9 }),
        }),
        async ({ writers, deleted, at, limit }) => {
          const { reader, authors } = await addReader(own);
          const posts = await own.writePosts(
            writers.map((index) => authors[index] ?? ''),
            writers.length,
          );
          for (const index of deleted) {
            const id = posts[index];
            if (id) await own.deletePost(id);
          }
          if (home === 'there') await own.openHome(reader);
          const { feed } = own.as(reader);
          const read = (cursor: string | null) => feed.following.query({ cursor, limit });
          const forward = await idsToTheEnd(read);
          const marked = posts[at % posts.length] ?? '';
          const cursor = cursorAt(marked);
          expect(await idsToTheEnd((next) => read(next ?? cursor))).toEqual(
            forward.filter((id) => id <= marked),
          );
          expect(await idsToTheTop(read, await read(cursor))).toEqual(
            forward.filter((id) => id > marked),
          );
        },
      ),
      searchOf(25),
    );
  },
);

test('the pages above reach from beyond the 800 to the very top, and what is written meanwhile is met once', async () => {
  const { reader, quiet, large } = await addReader(timeline);
  const posts = await timeline.writePosts([reader, quiet, large], 900);
  await timeline.openHome(reader);
  const marked = posts.at(-10) ?? '';
  const page = await readAt(reader, marked, 20);
  expect(idsOf(page)[0]).toBe(marked);
  const fresh: string[] = [];
  const { feed } = timeline.as(reader);
  const above = await idsToTheTop(
    (cursor) => feed.following.query({ cursor, limit: 50 }),
    page,
    async () => {
      if (fresh.length === 9) return;
      const authorId = [reader, quiet, large][fresh.length % 3] ?? '';
      const id = await timeline.writePost(authorId);
      fresh.unshift(id);
      await timeline.fanOut({ id, authorId });
    },
  );
  expect(new Set(above).size).toBe(above.length);
  const seen = new Set([...fresh, ...posts]);
  // The large author's first post is between the two.
  expect(above.filter((id) => seen.has(id))).toEqual([
    ...fresh,
    ...posts.filter((id) => id > marked),
  ]);
});

test('a page that was read upwards is the same when it is asked for again, and goes on below where it ended', async () => {
  const { reader, quiet } = await addReader(timeline);
  const posts = await timeline.writePosts([quiet], 30);
  const marked = await readAt(reader, posts[20] ?? '', 5);
  const { previousCursor: cursor } = marked;
  const { feed } = timeline.as(reader);
  const above = await feed.following.query({ cursor, limit: 5, direction: 'backward' });
  expect(idsOf(above)).toEqual(posts.slice(15, 20));
  await timeline.writePost(reader);
  expect(await feed.following.query({ cursor, limit: 5, direction: 'forward' })).toEqual(above);
  const below = await feed.following.query({ cursor: above.nextCursor, limit: 5 });
  expect(idsOf(below)).toEqual(idsOf(marked));
});

test('who has been unfollowed or blocked is not met on the way up', async () => {
  const { reader, quiet, large } = await addReader(timeline);
  const other = timeline.members.add();
  await timeline.members.follow(reader, other);
  const posts = await timeline.writePosts([quiet, large, other], 30);
  await timeline.openHome(reader);
  const page = await readAt(reader, posts.at(-1) ?? '', 5);
  await timeline.members.unfollow(reader, quiet);
  await timeline.members.block(other, reader);
  const { feed } = timeline.as(reader);
  const above = await idsToTheTop((cursor) => feed.following.query({ cursor, limit: 4 }), page);
  const rows = await timeline.db.post.findMany({ where: { id: { in: above } } });
  expect(new Set(rows.map((row) => row.authorId))).toEqual(new Set([large]));
});

test('the top has no page above it, and neither have the other orders', async () => {
  const { reader, quiet } = await addReader(timeline);
  await timeline.writePosts([quiet], 5);
  const { feed } = timeline.as(reader);
  const top = await feed.following.query({ limit: 2 });
  expect(top.previousCursor).toBeNull();
  const second = await feed.following.query({ limit: 2, cursor: top.nextCursor });
  const above = await feed.following.query({ limit: 2, cursor: second.previousCursor });
  expect(idsOf(above)).toEqual(idsOf(top));
  const more = await feed.following.query({ limit: 5, cursor: second.previousCursor });
  expect(more.previousCursor).toBeNull();
  const sorted = await feed.following.query({ limit: 2, sort: 'topSinceLastVisit' });
  expect(sorted.previousCursor).toBeNull();
});

test('a forged place to read upwards from is refused, and so is one of another list', async () => {
  const { reader, quiet } = await addReader(timeline);
  const posts = await timeline.writePosts([quiet], 5);
  const { previousCursor } = await readAt(reader, posts[3] ?? '', 1);
  const above = posts[3] ?? '';
  const { feed } = timeline.as(reader);
  const attempts = [
    ...[
      { l: 'following', p: { above: 'x' } },
      { l: 'following', p: { above: above.toUpperCase() } },
      { l: 'following', p: { above, before: above } },
      { l: 'following', p: { above: null } },
      { l: 'following', p: {} },
      { l: 'recent', p: { above } },
    ].map((content) => feed.following.query({ cursor: toCursor(content) })),
    feed.following.query({ cursor: previousCursor, sort: 'mostCommented' }),
    feed.recent.query({ cursor: previousCursor }),
    feed.mine.query({ cursor: previousCursor }),
    feed.mine.query({ cursor: toCursor({ l: `mine/${reader}`, p: { above } }) }),
  ];
  for (const refusal of await Promise.all(attempts.map(refusalOf))) {
    expect(refusal).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
  }
  const direction = feed.following.query({ direction: 'sideways' } as never); // on purpose
  expect(await refusalOf(direction)).toMatchObject({ code: 'INPUT_INVALID' });
});

test.each(Object.entries(pagedFeeds))(
  'where a page of %s began is found again, whatever has come above it',
  async (_name, feed) => {
    await timeline.db.post.deleteMany();
    const reader = timeline.members.add();
    const author = feed.isOwn ? reader : timeline.members.add();
    const posts = await timeline.writePosts([author], 12);
    await feed.enter(timeline, reader, posts);
    const read = (cursor: string | null) => feed.read(timeline, reader, { cursor, limit: 3 });
    const first = await read(null);
    const second = await read(first.nextCursor);
    for (const fresh of [await timeline.writePost(author), await timeline.writePost(author)]) {
      if (feed.takesMore) await feed.enter(timeline, reader, [fresh]);
    }
    for (const page of [first, second]) {
      expect(idsOf(await read(page.startCursor))).toEqual(idsOf(page));
    }
    expect(idsOf(second)).toEqual(posts.slice(3, 6));
  },
);

test.each(feedNames)('a page of %s without posts begins nowhere', async (name) => {
  await timeline.db.post.deleteMany();
  await timeline.takeRankings();
  const page = await feeds[name].read(timeline, timeline.members.add(), { limit: 3 });
  expect(page).toMatchObject({ items: [], startCursor: null, nextCursor: null });
});
