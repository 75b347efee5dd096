import { startProxy } from '@dailyfeed/dev-infra/proxy';
import {
  type ReplicatedPostgres,
  startReplicatedPostgres,
} from '@dailyfeed/dev-infra/replicated-postgres';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { readGraph } from '../src/domain/following.ts';
import { buildHome } from '../src/domain/home.ts';
import { listVisibleComments } from '../src/domain/visible-comment.ts';
import { refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let postgres: ReplicatedPostgres;
beforeAll(async () => {
  postgres = await startReplicatedPostgres();
});
afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
});

const waiting = { timeout: 45_000, interval: 50 };

async function startWithReplica(
  url = postgres.replica.readUrl,
  lagMaxMs = '2000',
): Promise<TestTimeline> {
  const env = { CONTENT_REPLICA_URLS: url, CONTENT_REPLICA_LAG_MAX_MS: lagMaxMs };
  return startTestTimeline(env, { database: postgres.content });
}

/** Reads of each server so far, as the metrics tell. */
async function readsOf(timeline: TestTimeline): Promise<{ primary: number; replica: number }> {
  const text = await (await fetch(`${timeline.url}/metrics`)).text();
  const of = (target: string): number => {
    const line = new RegExp(`^dailyfeed_content_reads_total{.*target="${target}".*} (\\d+)$`, 'm');
    return Number(line.exec(text)?.[1]);
  };
  return { primary: of('primary'), replica: of('replica-1') };
}

/** Which server answers `work`, which is one request. */
async function targetOf(timeline: TestTimeline, work: () => Promise<unknown>): Promise<string> {
  const before = await readsOf(timeline);
  await work();
  const after = await readsOf(timeline);
  const targets = (['primary', 'replica'] as const).filter((it) => after[it] > before[it]);
  return targets.join(' and ');
}

/** Until a visitor's reads go to `target`. */
async function waitForTarget(timeline: TestTimeline, target: string): Promise<void> {
  const read = () => timeline.anyone.feed.recent.query({});
  await vi.waitFor(async () => expect(await targetOf(timeline, read)).toBe(target), waiting);
}

/** What the content service does after each write. */
async function noteWrite(timeline: TestTimeline, memberId: string): Promise<void> {
  await timeline.stored.set(`wrote:${memberId}`, '1', 'EX', 10);
}

test('others read from the replica; who has just written reads their own write, from the primary; so does every member while Redis is away', async () => {
  await using timeline = await startWithReplica(postgres.replica.readUrl, '8000');
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  const textFor = async (client: TestTimeline['anyone']): Promise<string> =>
    (await client.post.byId.query({ id })).text;
  await textFor(timeline.anyone);
  await waitForTarget(timeline, 'replica');

  await postgres.replica.pauseReplay();
  try {
    await timeline.db.post.update({ where: { id }, data: { text: 'edited', version: 2 } });
    expect(await textFor(timeline.anyone)).toBe(`post ${id}`);
    await noteWrite(timeline, author);
    expect(await textFor(timeline.as(author))).toBe('edited');

    timeline.redis.set('refuse');
    expect(await textFor(timeline.as(timeline.members.add()))).toBe('edited');
    timeline.redis.set('pass');

    // Nothing but its lag tells of the pause.
    await waitForTarget(timeline, 'primary');
    expect(await textFor(timeline.anyone)).toBe('edited');
  } finally {
    await postgres.replica.resumeReplay();
  }
  await waitForTarget(timeline, 'replica');
});

test('who is told of a post or comment that the replica does not have yet finds it, no home timeline is built without it, and a page does without it while the primary is away', async () => {
  await using timeline = await startWithReplica(postgres.replica.readUrl, '8000');
  const [author, reader] = [timeline.members.add(), timeline.members.add()];
  await timeline.members.follow(reader, author);
  const known = await timeline.writePost(author);
  const answered = await timeline.writeComment(author, { postId: known });
  const byId = (id: string) => timeline.anyone.post.byId.query({ id });
  await waitForTarget(timeline, 'replica');
  await postgres.replica.pauseReplay();
  try {
    const id = await timeline.writePost(author);
    expect(await byId(id)).toMatchObject({ id });
    const comment = await timeline.writeComment(author, { postId: id });
    const reply = await timeline.writeComment(author, { postId: known, parentId: answered });
    const commentById = (of: string) => timeline.anyone.comment.byId.query({ id: of });
    expect(await commentById(comment)).toMatchObject({ postId: id, thread: { id: comment } });
    expect(await commentById(reply)).toMatchObject({
      thread: { id: answered, replies: [{ id: reply }] },
    });
    const under = { postId: id, parentId: comment };
    expect(await timeline.anyone.post.comments.query(under)).toMatchObject({ items: [] });
    const visible = { ids: [comment, reply], openedAuthorId: null, viewerId: null };
    expect(await listVisibleComments(timeline.deps, visible)).toHaveLength(2);
    await buildHome(timeline.deps, await readGraph(timeline.deps, reader));
    expect(await timeline.homeOf(reader)).toEqual([id, known]);

    timeline.postgres.set('refuse');
    // As long as the home timeline has enough it is read from, and lists the post.
    const page = await timeline.as(reader).feed.following.query({ limit: 1 });
    expect(page.items.map((post) => post.id)).toEqual([known]);
    // By its id: that nobody can tell is not that there is none.
    for (const asked of [byId(id), commentById(comment)]) {
      expect(await refusalOf(asked)).toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 });
    }
    timeline.postgres.set('pass');
  } finally {
    await postgres.replica.resumeReplay();
  }
  await waitForTarget(timeline, 'replica');
  // Nobody is asked twice about what is older than any replica.
  const old = newId(new Date(Date.now() - 600_000));
  await vi.waitFor(async () => {
    expect(await targetOf(timeline, () => refusalOf(byId(old)))).toBe('replica');
  }, waiting);
});

test('no request fails when the replica is killed; started again it is read from again', async () => {
  await using timeline = await startWithReplica();
  const id = await timeline.writePost(timeline.members.add());
  const readDuring = async (work: Promise<unknown>): Promise<void> => {
    const over = new AbortController();
    const working = work.finally(() => over.abort());
    const read = async (): Promise<void> => {
      while (!over.signal.aborted) {
        expect(await timeline.anyone.post.byId.query({ id })).toMatchObject({ id });
      }
    };
    await Promise.all([working, read(), read()]);
  };
  await waitForTarget(timeline, 'replica');
  await readDuring(postgres.replica.kill());
  await waitForTarget(timeline, 'primary');
  await readDuring(postgres.replica.start());
  await waitForTarget(timeline, 'replica');
});

test('no request fails when the replica hangs; it is left, and comes back', async () => {
  await using way = await startProxy(postgres.replica.readUrl);
  await using timeline = await startWithReplica(way.url);
  const id = await timeline.writePost(timeline.members.add());
  await waitForTarget(timeline, 'replica');
  way.set('stall');
  expect(await timeline.anyone.post.byId.query({ id })).toMatchObject({ id });
  await waitForTarget(timeline, 'primary');
  way.set('pass');
  await waitForTarget(timeline, 'replica');
});

test('a query that takes too long is put to the primary, and the replica goes on being read from', async () => {
  await using timeline = await startWithReplica(postgres.replica.readUrl, '8000');
  await waitForTarget(timeline, 'replica');
  // The replica never answers it, and the primary does at once.
  const wait = () =>
    timeline.deps.db.read(
      (db) => db.$queryRaw`
        SELECT 1 FROM pg_sleep(CASE WHEN pg_is_in_recovery() THEN 3600 ELSE 0 END)`,
    );
  expect(await targetOf(timeline, () => Promise.all([wait(), wait()]))).toBe('primary and replica');
  const read = () => timeline.anyone.feed.recent.query({});
  expect(await targetOf(timeline, read)).toBe('replica');
});

test('while the primary is away replicas go on being read from, except by who has just written', async () => {
  await using timeline = await startWithReplica();
  const [author, reader] = [timeline.members.add(), timeline.members.add()];
  const id = await timeline.writePost(author);
  const byId = (memberId: string) => timeline.as(memberId).post.byId.query({ id });
  await timeline.members.follow(reader, author);
  await waitForTarget(timeline, 'replica');
  timeline.postgres.set('refuse');
  await noteWrite(timeline, author);
  expect(await refusalOf(byId(author))).toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 });
  expect(await byId(reader)).toMatchObject({ id });
  // There is no home timeline, and nobody to build it from.
  const { feed } = timeline.as(reader);
  expect((await feed.following.query({})).items).toMatchObject([{ id }]);
  expect(await feed.head.query({ since: null })).toEqual({ newCount: 1 });
  // Nothing new comes from a primary that is away: however old, it is all there is.
  const lag = async (): Promise<number> => {
    const text = await (await fetch(`${timeline.url}/metrics`)).text();
    return Number(/^dailyfeed_content_replica_lag_seconds{.*} (\S+)$/m.exec(text)?.[1]);
  };
  await vi.waitFor(async () => expect(await lag()).toBeGreaterThan(2), waiting);
  expect(await byId(reader)).toMatchObject({ id });
  timeline.redis.set('refuse');
  expect(await byId(reader)).toMatchObject({ id });
  timeline.redis.set('pass');
  timeline.postgres.set('pass');
  await vi.waitFor(async () => expect(await lag()).toBeLessThan(2), waiting);
});

test('a replica that was never there costs nothing but its reads', async () => {
  await using timeline = await startWithReplica('postgres://nobody@127.0.0.1:1/content');
  const id = await timeline.writePost(timeline.members.add());
  expect(await timeline.anyone.post.byId.query({ id })).toMatchObject({ id });
  expect(await readsOf(timeline)).toEqual({ primary: 1, replica: 0 });
});
