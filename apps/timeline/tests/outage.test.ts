import { setImmediate } from 'node:timers/promises';

import { holdTransactions } from '@dailyfeed/dev-infra/held-transactions';
import { commandTimeoutMs } from '@dailyfeed/service-kit/redis';
import { expect, test, vi } from 'vitest';

import { idsToTheEnd, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

const waiting = { timeout: 10_000, interval: 50 };

/** A reader who follows an author of 30 posts, whose ids come with it, newest first. */
async function addReader(timeline: TestTimeline) {
  const { members } = timeline;
  const [viewer, author] = [members.add(), members.add()];
  await members.follow(viewer, author);
  const written = await timeline.writePosts([author], 30);
  const client = timeline.as(viewer);
  const readIds = async () => {
    const { items } = await client.feed.following.query({});
    return items.map((post) => post.id);
  };
  return { viewer, author, written, client, readIds };
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

test('with Redis away every feed goes on from the database, and recovers with it', async () => {
  await using timeline = await startTestTimeline();
  const { viewer, author, written, client, readIds } = await addReader(timeline);
  await readIds();
  timeline.redis.set('refuse');

  expect(await idsToTheEnd((cursor) => client.feed.following.query({ cursor }))).toEqual(written);
  expect(await client.feed.head.query({ since: written[4] ?? '' })).toEqual({ newCount: 4 });
  const byAuthor = await client.feed.byAuthor.query({ authorId: author });
  expect(byAuthor.items).toHaveLength(20);
  expect((await timeline.anyone.feed.recent.query({})).items).toHaveLength(20);
  expect(await client.post.byId.query({ id: written[0] ?? '' })).toMatchObject({ liked: false });
  const ready = await fetch(`${timeline.url}/readyz`);
  expect(ready.status).toBe(200);

  timeline.redis.set('pass');
  await vi.waitFor(async () => {
    await timeline.deps.state.redis.ping();
  }, waiting);
  await timeline.members.unfollow(viewer, author);
  expect(await readIds()).toEqual([]);
});

test('an unfollow takes effect with the next read while Redis is away', async () => {
  await using timeline = await startTestTimeline();
  const { viewer, author, readIds } = await addReader(timeline);
  expect(await readIds()).toHaveLength(20);
  timeline.redis.set('refuse');
  await timeline.members.unfollow(viewer, author);
  expect(await readIds()).toEqual([]);
});

test('with Redis stuck readers do not pile up: the first wait a moment, the others not', async () => {
  await using timeline = await startTestTimeline();
  const { written, readIds } = await addReader(timeline);
  await readIds();
  timeline.redis.set('stall');
  const first = await millisecondsOf(async () => {
    const pages = await Promise.all(Array.from({ length: 20 }, readIds));
    for (const page of pages) expect(page).toEqual(written.slice(0, 20));
  });
  expect(first).toBeLessThan(15_000);
  // Each, but for one that waited for what else the machine does.
  const next: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) next.push(await millisecondsOf(readIds));
  expect(next.filter((ms) => ms >= 800).length).toBeLessThanOrEqual(1);
});

test('it starts with Redis away, and uses it once it is there', async () => {
  await using timeline = await startTestTimeline({}, { redis: 'away' });
  const { viewer, written, readIds } = await addReader(timeline);
  expect(await readIds()).toEqual(written.slice(0, 20));
  timeline.redis.set('pass');
  await timeline.openHome(viewer);
  expect(await timeline.homeOf(viewer)).toEqual(written);
});

test('with member away, what is remembered of authors serves; for others it is said that member is away', async () => {
  await using timeline = await startTestTimeline();
  const { viewer, author, written, readIds } = await addReader(timeline);
  await readIds();
  timeline.members.state.isAway = true;
  expect(await readIds()).toEqual(written.slice(0, 20));

  await timeline.stored.del(`summary:${author}`);
  const expected = { code: 'UPSTREAM_UNAVAILABLE', status: 503 };
  expect(await refusalOf(readIds())).toMatchObject(expected);
  timeline.members.state.isAway = false;
  await timeline.members.unfollow(viewer, author);
  expect(await readIds()).toEqual([]);
});

test('with the database away reading is refused quickly, and works again when it is back', async () => {
  await using timeline = await startTestTimeline();
  const { written, readIds } = await addReader(timeline);
  timeline.postgres.set('refuse');
  const expected = { code: 'STORE_UNAVAILABLE', status: 503 };
  const duration = await millisecondsOf(async () => {
    expect(await refusalOf(readIds())).toMatchObject(expected);
  });
  expect(duration).toBeLessThan(15_000);
  const ready = await fetch(`${timeline.url}/readyz`);
  expect(await ready.json()).toEqual({ ok: false, away: ['postgres'] });
  expect((await fetch(`${timeline.url}/livez`)).status).toBe(200);

  timeline.postgres.set('pass');
  expect(await readIds()).toEqual(written.slice(0, 20));
});

test('with the database stuck a reader is told soon', async () => {
  await using timeline = await startTestTimeline();
  const { written, readIds } = await addReader(timeline);
  await readIds();
  timeline.postgres.set('stall');
  const duration = await millisecondsOf(async () => {
    expect(await refusalOf(readIds())).toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 });
  });
  expect(duration).toBeLessThan(15_000);
  timeline.postgres.set('pass');
  expect(await readIds()).toEqual(written.slice(0, 20));
});

test('an answer of Redis that came while the process itself was late counts', async () => {
  await using timeline = await startTestTimeline();
  const { state } = timeline.deps;
  const key = `late:${timeline.topic}`;
  await timeline.stored.set(key, 'there', 'EX', 60);
  const asked = state.ask((redis) => redis.get(key));
  // It has been sent once what was to be done in this turn is done.
  await setImmediate();
  for (const until = performance.now() + 2 * commandTimeoutMs; performance.now() < until;);
  expect(await asked).toBe('there');
});

test('a process whose connections are all busy is as ready as before', async () => {
  await using timeline = await startTestTimeline();
  const held = await holdTransactions(10, (hold) =>
    timeline.deps.db.read((db) =>
      db.$transaction(
        async (tx) => {
          await tx.$queryRaw`SELECT 1`;
          await hold();
        },
        { timeout: 15_000 },
      ),
    ),
  );
  const { status } = await fetch(`${timeline.url}/readyz`);
  await held.end();
  expect(status).toBe(200);
});
