import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { all } from '../all.ts';
import { openHomes } from '../home.ts';
import type { Someone } from '../network.ts';
import { createStores } from '../stores.ts';
import { until } from '../until.ts';
import { createLoad, type History } from './load.ts';
import { type Site, startSite } from './site.ts';

const soonMs = 180_000;

test('content, timeline and activity killed three times each under load: each acknowledged write is there once, and so is what follows from it', async () => {
  await using stores = await createStores();
  await using site = await startSite(stores.urls);
  await using homes = await openHomes(stores.urls.REDIS_URL);
  const load = createLoad(site.url);
  const { history } = load;
  const [ann, bob, eve, reader, other] = await Promise.all([
    load.join('ann'),
    load.join('bob'),
    load.join('eve'),
    load.join('reader'),
    load.join('other'),
  ]);
  const writers = [ann, bob, eve];
  const readers = [reader, other];
  for (const { api } of readers) {
    for (const { memberId } of writers) await api.member.follow.follow.mutate({ memberId });
    // From here on there is a home timeline to fan out to.
    await api.timeline.feed.following.query({});
  }

  const over = new AbortController();
  await Promise.all([
    ...writers.map((writer) => load.write(writer, over.signal)),
    ...readers.map((one) => load.read(one, over.signal)),
    killInTurn(site, 3).finally(() => over.abort()),
  ]);
  expect(load.undocumented).toEqual([]);
  // The kills have been felt.
  expect(load.refusals()).toBeGreaterThan(0);

  await replay(writers, history);
  // All of it: what comes twice is seen as well.
  await until(
    () => site.lag(),
    (lag) => lag === 0,
    soonMs,
  );
  for (const writer of writers) {
    await expectWritten(writer, history);
    await expectTold(writer, history);
  }
  await expectCounted(ann, history);
  const newestFirst = idsOf(history.posts).toReversed();
  for (const { api, memberId } of readers) {
    await until(
      async () => (await homes.read(memberId)).length,
      (length) => length >= newestFirst.length,
      soonMs,
    );
    expect(await homes.read(memberId)).toEqual(newestFirst);
    const feed = await all((cursor) => api.timeline.feed.following.query({ cursor, limit: 100 }));
    expect(feed.map(({ id }) => id)).toEqual(newestFirst);
  }
}, 900_000);

/** Each process again and again, at any moment, and back after another. */
async function killInTurn({ services }: Site, times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    for (const name of ['content', 'timeline', 'activity'] as const) {
      await delay(1000 + Math.random() * 2000);
      await services[name].kill();
      await delay(Math.random() * 1500);
      await services[name].start();
    }
  }
}

/** Said again with its key, a write is the one that was acknowledged. */
async function replay(writers: Someone[], { posts, comments }: History): Promise<void> {
  for (const { api, memberId } of writers) {
    const isMine = ({ authorId }: { authorId: string }): boolean => authorId === memberId;
    for (const { id, text, key } of posts.filter(isMine)) {
      const again = await api.content.post.create.mutate({ text, idempotencyKey: key });
      expect(again.id).toBe(id);
    }
    for (const { id, text, key, postId } of comments.filter(isMine)) {
      const input = { postId, text, idempotencyKey: key };
      expect((await api.content.comment.create.mutate(input)).id).toBe(id);
    }
  }
}

/** Posts and likes are there, each once, and the writer's story tells of each once. */
async function expectWritten(writer: Someone, history: History): Promise<void> {
  const { api, memberId } = writer;
  const { feed } = api.timeline;
  const posts = idsOf(history.posts.filter(({ authorId }) => authorId === memberId));
  const comments = idsOf(history.comments.filter(({ authorId }) => authorId === memberId));
  const likes = history.likes.filter((like) => like.memberId === memberId);
  const mine = await all((cursor) => feed.mine.query({ cursor, limit: 100 }));
  expect(idsOf(mine)).toEqual(posts);
  const liked = await all((cursor) => feed.liked.query({ cursor, limit: 100 }));
  expect(idsOf(liked)).toEqual(likes.map(({ postId }) => postId).toSorted());

  const expected = {
    'post.created': posts,
    'comment.created': comments,
    'post.liked': idsOf(liked),
  };
  const types = ['post.created', 'comment.created', 'post.liked'] as const;
  for (const type of types) {
    const story = await until(
      () => all((cursor) => api.activity.activity.mine.query({ cursor, limit: 100, type })),
      (items) => items.length >= expected[type].length,
      soonMs,
    );
    expect(story.map(({ subject }) => subject.id).toSorted()).toEqual(expected[type]);
  }
}

/** Who wrote a post is told of each like and comment once. */
async function expectTold({ api, memberId }: Someone, history: History): Promise<void> {
  const mine = new Set(
    history.posts.filter(({ authorId }) => authorId === memberId).map(({ id }) => id),
  );
  const isOnMine = ({ postId }: { postId: string }): boolean => mine.has(postId);
  const expected = {
    like: history.likes.filter(isOnMine).length,
    comment: history.comments.filter(isOnMine).length,
  };
  const count = async (kind: 'like' | 'comment'): Promise<number> => {
    const rows = await all((cursor) =>
      api.activity.notification.list.query({ cursor, limit: 100, kind }),
    );
    return rows.reduce((sum, row) => sum + row.count, 0);
  };
  for (const kind of ['like', 'comment'] as const) {
    await until(
      () => count(kind),
      (told) => told >= expected[kind],
      soonMs,
    );
    expect(await count(kind)).toBe(expected[kind]);
  }
}

/** Comments are there, each once, and the counters of each post are what there is. */
async function expectCounted({ api }: Someone, { posts, comments, likes }: History): Promise<void> {
  for (const { id } of posts) {
    const under = await all((cursor) =>
      api.timeline.post.comments.query({ postId: id, cursor, limit: 100 }),
    );
    const expected = comments.filter(({ postId }) => postId === id);
    expect(idsOf(under)).toEqual(idsOf(expected));
    expect(await api.timeline.stats.post.query({ id })).toMatchObject({
      commentCount: expected.length,
      likeCount: likes.filter(({ postId }) => postId === id).length,
    });
  }
}

/** UUIDv7: in the order of their time. */
function idsOf(items: { id: string }[]): string[] {
  return items.map(({ id }) => id).toSorted();
}
