import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { popularScore } from '@dailyfeed/contract/popular';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { idsToTheEnd, refusalOf, startTestTimeline } from './_harness.ts';

const hourMs = 3_600_000;

test('the popular feed orders by the published formula, and says why each post is there', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const now = Date.now();
  const posts = Array.from({ length: 60 }, (_, index) => {
    const createdAt = new Date(now - ((index * 37) % 300) * hourMs);
    return {
      id: newId(createdAt),
      authorId: author,
      text: 'x',
      createdAt,
      lastActivityAt: createdAt,
      viewCount: (index * 7919) % 500,
      likeCount: (index * 104_729) % 50,
      commentCount: (index * 31) % 20,
      bookmarkCount: index % 5,
    };
  });
  await timeline.db.post.createMany({ data: posts });
  await timeline.writePost(author);
  await timeline.takeRankings();

  const { items } = await timeline.anyone.feed.popular.query({ limit: 100 });
  const [{ why: { rankedAt } } = { why: { rankedAt: '' } }] = items;
  const scoreOf = (post: (typeof posts)[number]) =>
    popularScore(post, new Date(rankedAt).getTime() - post.createdAt.getTime());
  const expected = posts
    .filter((post) => scoreOf(post) > 0)
    .toSorted((a, b) => scoreOf(b) - scoreOf(a) || (a.id < b.id ? 1 : -1));
  expect(items.map((post) => post.id)).toEqual(expected.map((post) => post.id));
  const byId = new Map(posts.map((post) => [post.id, post]));
  for (const { id, why } of items) {
    const { viewCount, likeCount, commentCount, bookmarkCount } = byId.get(id) ?? {};
    expect(why).toMatchObject({ viewCount, likeCount, commentCount, bookmarkCount });
    expect(why.score).toBeCloseTo(scoreOf(byId.get(id) ?? raise(id)), 6);
  }
});

test('a reader pages on in the ranking they began with, also when another has been made', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const posts = await timeline.writePosts([author], 10);
  const rank = (ids: string[]) =>
    Promise.all(
      ids.map((id, index) =>
        timeline.db.post.update({ where: { id }, data: { likeCount: (index + 1) ** 3 } }),
      ),
    );
  await rank(posts.toReversed());
  await timeline.takeRankings();
  const seen = await idsToTheEnd(
    (cursor) => timeline.anyone.feed.popular.query({ cursor, limit: 3 }),
    async (page) => {
      if (page > 1) return;
      await rank(posts);
      await timeline.takeRankings();
    },
  );
  expect(seen).toEqual(posts);
  const { items } = await timeline.anyone.feed.popular.query({});
  expect(items[0]?.id).toBe(posts.at(-1));
});

test('while Redis is away the popular and the discussed posts come from the database, to the end, ranked once for all', async () => {
  await using timeline = await startTestTimeline({}, { redis: 'away' });
  const author = timeline.members.add();
  const posts = await timeline.writePosts([author], 7);
  for (const [index, id] of posts.entries()) {
    const counters = { likeCount: 1000 - 100 * index, commentCount: 100 - index };
    await timeline.db.post.update({ where: { id }, data: counters });
  }
  const { feed } = timeline.anyone;
  expect(await idsToTheEnd((cursor) => feed.popular.query({ cursor, limit: 3 }))).toEqual(posts);
  // The posts themselves, and no ranking.
  expect(await timeline.statementsOf(() => feed.popular.query({ limit: 3 }))).toBe(1);
  expect(
    await idsToTheEnd((cursor) => feed.mostCommented.query({ cursor, limit: 3, window: 'all' })),
  ).toEqual(posts);
});

test('a ranking that is gone is refused, not taken for the end of the list', async () => {
  await using timeline = await startTestTimeline();
  const posts = await timeline.writePosts([timeline.members.add()], 3);
  await timeline.db.post.updateMany({ where: { id: { in: posts } }, data: { likeCount: 1 } });
  await timeline.takeRankings();
  const { nextCursor } = await timeline.anyone.feed.popular.query({ limit: 1 });
  const names = await timeline.stored.keys(`ranking:{${timeline.topic}:popular}:2*`);
  await timeline.stored.del(...names);
  const refusal = await refusalOf(timeline.anyone.feed.popular.query({ cursor: nextCursor }));
  expect(refusal).toMatchObject({ code: 'CURSOR_INVALID' });
});

test('the command ranks once, and tells how many posts there are in each ranking', async () => {
  await using timeline = await startTestTimeline();
  const [postId = ''] = await timeline.writePosts([timeline.members.add()], 1);
  await timeline.db.post.update({ where: { id: postId }, data: { likeCount: 1 } });
  const command = fileURLToPath(new URL('../src/commands/popular-snapshot.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [command], {
    env: {
      CONTENT_READ_URL: timeline.database.readUrl,
      REDIS_URL: timeline.redisUrl,
      EVENT_TOPIC: timeline.topic,
    },
  });
  expect(JSON.parse(stdout)).toMatchObject({ popular: 1, 'discussed/24h': 0, msg: 'job done' });
  expect(await timeline.stored.exists(`ranking:{${timeline.topic}:popular}:latest`)).toBe(1);
});

test('the discussed posts go by the comments within the window; removed ones do not count', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const [a = '', b = '', c = ''] = await timeline.writePosts([author], 3);
  const comment = async (postId: string, hoursAgo: number, removed?: 'deleted' | 'hidden') => {
    const createdAt = new Date(Date.now() - hoursAgo * hourMs);
    await timeline.db.comment.create({
      data: {
        id: newId(createdAt),
        postId,
        depth: 0,
        authorId: author,
        text: 'x',
        createdAt,
        deletedAt: removed === 'deleted' ? createdAt : null,
        hiddenAt: removed === 'hidden' ? createdAt : null,
      },
    });
    if (removed) return;
    await timeline.db.post.update({
      where: { id: postId },
      data: { commentCount: { increment: 1 } },
    });
  };
  for (const hoursAgo of [1, 2, 23]) await comment(a, hoursAgo);
  for (const hoursAgo of [1, 30, 60, 100]) await comment(b, hoursAgo);
  for (const hoursAgo of [200, 201, 202, 203, 204, 2]) await comment(c, hoursAgo);
  for (const removed of ['deleted', 'hidden'] as const) {
    for (let i = 0; i < 3; i += 1) await comment(b, 1, removed);
  }
  await timeline.takeRankings();
  const listOf = async (window: '24h' | '7d' | 'all') => {
    const { items } = await timeline.anyone.feed.mostCommented.query({ window });
    return items.map((post) => [post.id, post.windowCommentCount]);
  };
  // With as many comments the newer post comes first.
  expect(await listOf('24h')).toEqual([
    [a, 3],
    [b, 1],
    [c, 1],
  ]);
  expect(await listOf('7d')).toEqual([
    [b, 4],
    [a, 3],
    [c, 1],
  ]);
  expect(await listOf('all')).toEqual([
    [c, 6],
    [b, 4],
    [a, 3],
  ]);
});

function raise(id: string): never {
  throw new Error(`unknown post ${id}`);
}
