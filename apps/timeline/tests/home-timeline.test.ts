import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { addToHome, homeMax, markHome, saveHome } from '../src/db/home.ts';
import { readGraph } from '../src/domain/following.ts';
import { buildHome, readHome } from '../src/domain/home.ts';
import { idsToTheEnd, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline({ FANOUT_FOLLOWER_MAX: '2' });
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

async function addFollower(...authors: string[]): Promise<string> {
  const viewer = timeline.members.add();
  await Promise.all(authors.map((author) => timeline.members.follow(viewer, author)));
  return viewer;
}

async function readIds(viewer: string, limit = 20): Promise<string[]> {
  const { items } = await timeline.as(viewer).feed.following.query({ limit });
  return items.map((post) => post.id);
}

test('a home timeline is built by the first read, holds the newest 800 and equals the database', async () => {
  const authors = [timeline.members.add(), timeline.members.add()];
  const viewer = await addFollower(...authors);
  const written = await timeline.writePosts([...authors, viewer], 850);
  expect(await timeline.homeOf(viewer)).toEqual([]);
  expect(await readIds(viewer)).toEqual(written.slice(0, 20));
  await timeline.openHome(viewer);
  expect(await timeline.homeOf(viewer)).toEqual(written.slice(0, homeMax));
  expect(await readIds(viewer)).toEqual(written.slice(0, 20));
});

test('beyond the 800 a feed goes on to its very end, each post exactly once', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 1010);
  await timeline.openHome(viewer);
  const client = timeline.as(viewer);
  const seen = await idsToTheEnd((cursor) => client.feed.following.query({ cursor, limit: 100 }));
  expect(seen).toEqual(written);
});

test('a lost home timeline is built anew', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 30);
  await timeline.openHome(viewer);
  await timeline.stored.del(`{home:${viewer}}`, `{home:${viewer}}:meta`);
  expect(await readIds(viewer)).toEqual(written.slice(0, 20));
  await timeline.openHome(viewer);
  expect(await timeline.homeOf(viewer)).toEqual(written);
});

test('a post is added to the timelines that exist, and to no other', async () => {
  const author = timeline.members.add();
  const reader = await addFollower(author);
  const sleeper = await addFollower(author);
  const [before = ''] = await timeline.writePosts([author], 1);
  await timeline.openHome(reader);
  const id = await timeline.writePost(author);
  await timeline.fanOut({ id, authorId: author });
  await timeline.fanOut({ id, authorId: author });
  expect(await timeline.homeOf(reader)).toEqual([id, before]);
  expect(await timeline.homeOf(sleeper)).toEqual([]);
  expect(await readIds(sleeper)).toEqual([id, before]);
});

test('a full timeline stays at 800: the oldest makes room', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], homeMax);
  await timeline.openHome(viewer);
  const id = await timeline.writePost(author);
  await timeline.fanOut({ id, authorId: author });
  expect(await timeline.homeOf(viewer)).toEqual([id, ...written.slice(0, homeMax - 1)]);
});

test('a post fanned out while the timeline is being built is not lost', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 25);
  const graph = await readGraph(timeline.deps, viewer);
  let late = '';
  // The database has answered, and the answer is not yet saved, when the post is written and fanned out.
  const slow = {
    ...timeline.deps,
    db: {
      ...timeline.deps.db,
      latest: {
        read: async <T>(query: Parameters<typeof timeline.deps.db.read<T>>[0]) => {
          const answer = await timeline.deps.db.latest.read(query);
          late = await timeline.writePost(author);
          await timeline.fanOut({ id: late, authorId: author });
          return answer;
        },
      },
    },
  };
  await buildHome(slow, graph);
  expect(await timeline.homeOf(viewer)).toEqual([late, ...written]);
});

test('two builds at once make one timeline, and both readers get their page', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 25);
  const pages = await Promise.all(Array.from({ length: 8 }, () => readIds(viewer)));
  for (const page of pages) expect(page).toEqual(written.slice(0, 20));
  await timeline.openHome(viewer);
  expect(await timeline.homeOf(viewer)).toEqual(written);
});

test('a build that died gives way to another, and cannot end later', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 3);
  const { redis } = timeline.deps.state;
  await markHome(redis, viewer, 'dead');
  expect(await readIds(viewer)).toEqual(written);
  const seconds = await timeline.stored.ttl(`{home:${viewer}}:meta`);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(30);

  await timeline.stored.pexpire(`{home:${viewer}}:meta`, 1);
  await timeline.openHome(viewer);
  await saveHome(redis, viewer, { mark: 'dead', version: '7', ids: ['stale'] });
  expect(await timeline.homeOf(viewer)).toEqual(written);
});

test('follow and unfollow take effect with the next read', async () => {
  const [first, second] = [timeline.members.add(), timeline.members.add()];
  const viewer = await addFollower(first);
  const [a = ''] = await timeline.writePosts([first], 1);
  const b = await timeline.writePost(second);
  expect(await readIds(viewer)).toEqual([a]);
  await timeline.members.follow(viewer, second);
  expect(await readIds(viewer)).toEqual([b, a]);
  await timeline.members.unfollow(viewer, first);
  expect(await readIds(viewer)).toEqual([b]);
  expect(await timeline.as(viewer).feed.head.query({ since: null })).toEqual({ newCount: 1 });
});

test('a fan-out that comes after the unfollow shows nothing', async () => {
  const [kept, left] = [timeline.members.add(), timeline.members.add()];
  const viewer = await addFollower(kept, left);
  const written = await timeline.writePosts([kept], 25);
  const id = await timeline.writePost(left);
  await timeline.members.unfollow(viewer, left);
  await timeline.openHome(viewer);
  await addToHome(timeline.deps.state.redis, viewer, id);
  expect(await timeline.homeOf(viewer)).toContain(id);
  expect(await readIds(viewer)).toEqual(written.slice(0, 20));
});

test('one’s own post is there at once, before any event', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 30);
  await timeline.openHome(viewer);
  const own = await timeline.writePost(viewer);
  expect(await readIds(viewer)).toEqual([own, ...written.slice(0, 19)]);
  expect(await timeline.homeOf(viewer)).not.toContain(own);
});

test('the posts of an author with very many followers are not fanned out, and are in every feed', async () => {
  const author = timeline.members.add();
  const quiet = timeline.members.add();
  const viewer = await addFollower(author, quiet);
  const others = [await addFollower(author), await addFollower(author)];
  const written = await timeline.writePosts([quiet], 30);
  await timeline.openHome(viewer);
  const id = await timeline.writePost(author);
  await timeline.fanOut({ id, authorId: author });
  expect(await timeline.homeOf(viewer)).not.toContain(id);
  expect(await readIds(viewer)).toEqual([id, ...written.slice(0, 19)]);
  expect(await readIds(others[0] ?? '')).toEqual([id]);
  const client = timeline.as(viewer);
  expect(await idsToTheEnd((cursor) => client.feed.following.query({ cursor, limit: 6 }))).toEqual([
    id,
    ...written,
  ]);
});

test('an author whose followers become fewer is fanned out again, and what was merged until then stays in every feed', async () => {
  const { author, viewer, others, before } = await addLargeAuthor();
  const write = async () => {
    const id = await timeline.writePost(author);
    await timeline.fanOut({ id, authorId: author });
    return id;
  };
  const merged = await write();
  expect(await readIds(viewer, 21)).toEqual([merged, ...before.slice(0, 20)]);

  // Around the limit nothing changes.
  await timeline.members.unfollow(others[0], author);
  const around = await write();
  expect(await timeline.homeOf(viewer)).toEqual(before);
  expect(await readIds(viewer, 22)).toEqual([around, merged, ...before.slice(0, 20)]);

  await timeline.members.unfollow(others[1], author);
  const below = await write();
  expect(await timeline.stored.sismember('home:merged-authors', author)).toBe(0);
  await timeline.openHome(viewer);
  expect(await timeline.homeOf(viewer)).toEqual([below, around, merged, ...before]);
  const next = await write();
  expect(await timeline.homeOf(viewer)).toEqual([next, below, around, merged, ...before]);
  expect(await readIds(viewer, 5)).toEqual([next, below, around, merged, before[0]]);
});

test('a page asks for none of the authors with very many followers but those one follows, and once', async () => {
  const { author, viewer, before } = await addLargeAuthor();
  const id = await timeline.writePost(author);
  await timeline.fanOut({ id, authorId: author });
  const readThrice = async () => {
    for (let page = 0; page < 3; page += 1) {
      expect(await readIds(viewer, 5)).toEqual([id, ...before.slice(0, 4)]);
    }
  };
  expect(await mergedQuestionsOf(author, readThrice)).toEqual(['smismember']);
  expect(await mergedQuestionsOf(author, readThrice)).toEqual([]);

  // One more of them, whoever it is, is asked about once more.
  const other = await addLargeAuthor();
  await timeline.fanOut({
    id: await timeline.writePost(other.author),
    authorId: other.author,
  });
  expect(await mergedQuestionsOf(author, readThrice)).toEqual(['smismember']);
});

test('while Redis cannot tell who is merged everyone is, and that is not remembered', async () => {
  const { author, viewer, before } = await addLargeAuthor();
  const id = await timeline.writePost(author);
  await timeline.fanOut({ id, authorId: author });
  const graph = readGraph(timeline.deps, viewer);
  await graph;
  let asked = 0;
  const { state } = timeline.deps;
  // It gives the timeline, and then no answer.
  const ask: typeof state.ask = async (command) => {
    asked += 1;
    return asked === 1 ? state.ask(command) : undefined;
  };
  const request = {
    viewerId: viewer,
    before: null,
    after: null,
    from: 'newest',
    limit: 5,
  } as const;
  const silent = { ...timeline.deps, state: { ...state, ask } };
  const { rows } = await readHome(silent, graph, request);
  const expected = [id, ...before.slice(0, 4)];
  expect(rows.map((row) => row.id)).toEqual(expected);
  expect(asked).toBe(2);
  const readAgain = async () => expect(await readIds(viewer, 5)).toEqual(expected);
  expect(await mergedQuestionsOf(author, readAgain)).toEqual(['smismember']);
});

/** Somebody whom too many follow for the limit of these tests, and a reader with a full page of another's. */
async function addLargeAuthor() {
  const [author, quiet] = [timeline.members.add(), timeline.members.add()];
  const viewer = await addFollower(author, quiet);
  const others = [await addFollower(author), await addFollower(author)] as const;
  const before = await timeline.writePosts([quiet], 30);
  await timeline.openHome(viewer);
  return { author, viewer, others, before };
}

/** What Redis is asked meanwhile about who is merged, where that names `author`. */
async function mergedQuestionsOf(author: string, work: () => Promise<void>): Promise<string[]> {
  // It hears of every database; ioredis cannot choose one and listen.
  const redis = new Redis(inject('stores').redisUrl);
  const monitor = await redis.monitor();
  const names: string[] = [];
  const end = `end:${newId()}`;
  const ended = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, [name = '', key, ...values]: string[]) => {
      if (key === end) resolve();
      if (key === 'home:merged-authors' && values.includes(author)) names.push(name.toLowerCase());
    });
  });
  await work();
  await timeline.stored.get(end);
  await ended;
  for (const client of [monitor, redis]) client.disconnect();
  return names;
}

test('a timeline lives for a day from its build, however often it is read: what Redis has lost of it comes back', async () => {
  const author = timeline.members.add();
  const viewer = await addFollower(author);
  const written = await timeline.writePosts([author], 30);
  await timeline.openHome(viewer);
  const redis = timeline.stored;
  const keys = [`{home:${viewer}}`, `{home:${viewer}}:meta`] as const;
  const timesLeft = () => Promise.all(keys.map((key) => redis.ttl(key)));
  const hour = 3600;
  for (const left of await timesLeft()) {
    expect(left).toBeGreaterThan(17.9 * hour);
    expect(left).toBeLessThanOrEqual(30 * hour);
  }
  await redis.zrem(keys[0], written[3] ?? '');
  await Promise.all(keys.map((key) => redis.expire(key, hour)));
  expect(await readIds(viewer)).not.toContain(written[3]);
  for (const left of await timesLeft()) expect(left).toBeLessThanOrEqual(hour);
  await Promise.all(keys.map((key) => redis.pexpire(key, 1)));
  await timeline.openHome(viewer);
  expect(await readIds(viewer)).toEqual(written.slice(0, 20));
});
