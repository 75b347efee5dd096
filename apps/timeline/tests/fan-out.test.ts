import type { Failpoint } from '@dailyfeed/events/failpoint';
import { shardCount, shardOf, toOutboxRow } from '@dailyfeed/events/outbox';
import { createPublisher, type Publisher } from '@dailyfeed/events/publisher';
import { groupOf } from '@dailyfeed/events/topic';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog } from '@dailyfeed/service-kit/log';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';

import { startTestTimeline, type TestTimeline } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 40_000, interval: 50 };

let timeline: TestTimeline;
let publisher: Publisher;
let onSplit: () => void = () => undefined;

beforeAll(async () => {
  const brokers = inject('stores').kafkaBrokers;
  const failpoint = (point: Failpoint): void => {
    if (point === 'fan-out:split') onSplit();
  };
  timeline = await startTestTimeline({ KAFKA_BROKERS: brokers }, { failpoint });
  timeline.members.state.pageSize = 2;
  publisher = createPublisher({
    bus: {
      brokers: brokers.split(','),
      topic: timeline.topic,
      acks: 1,
      replicationFactor: 1,
      clientId: 'test',
    },
    log: createLog('test', { level: 'silent' }),
    now: () => new Date(),
  });
});
afterAll(async () => {
  await publisher[Symbol.asyncDispose]();
  await timeline[Symbol.asyncDispose]();
});

test('while the parts of a fan-out are under way, posts go on in the partitions that have none, and in its own', async () => {
  const { author, followers } = await addAuthor(9);
  const {
    author: other,
    followers: [reader = ''],
  } = await addAuthor(1);
  const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
  onTestFinished(() => goOn());
  const { promise: split, resolve: isSplit } = Promise.withResolvers<void>();
  onSplit = () => {
    timeline.members.state.laterPages = held;
    isSplit();
  };
  const large = await write(author);
  await split;
  onSplit = () => undefined;
  // Four parts are held, each in a partition of its own.
  const free = [shardOf(large), shardOf(large) + shardCount - 1].map((shard) => shard % shardCount);
  const small: string[] = [];
  for (const shard of free) small.push(await write(other, shard));
  await vi.waitFor(async () => {
    expect(await timeline.homeOf(reader)).toEqual(small.toSorted().toReversed());
  }, soon);
  const reached = await Promise.all(followers.map(timeline.homeOf));
  expect(reached.flat()).toEqual([large, large]);

  goOn();
  await vi.waitFor(async () => {
    expect(await Promise.all(followers.map(timeline.homeOf))).toEqual(followers.map(() => [large]));
  }, soon);
});

test('a fan-out that is split twice, as after a crash, does each of its parts once', async () => {
  const { author, followers } = await addAuthor(9);
  const {
    author: other,
    followers: [reader = ''],
  } = await addAuthor(1);
  let splits = 0;
  onSplit = () => {
    splits += 1;
    if (splits === 1) throw new Error('crashed');
  };
  const { asked } = timeline.members;
  const before = asked.followIds;
  const large = await write(author);
  await vi.waitFor(async () => {
    expect(await Promise.all(followers.map(timeline.homeOf))).toEqual(followers.map(() => [large]));
  }, soon);
  expect(splits).toBe(2);
  // They come behind all parts, in whatever partition.
  const last: string[] = [];
  for (let shard = 0; shard < shardCount; shard += 1) last.push(await write(other, shard));
  await vi.waitFor(async () => {
    expect(await timeline.homeOf(reader)).toEqual(last.toSorted().toReversed());
  }, soon);
  // Five pages were listed twice, and four of them were asked for again, to be written to.
  expect(asked.followIds - before - last.length).toBe(14);
});

test('no mark says that all of a post was done where a part was: who knows no parts does the whole', async () => {
  const { author, followers } = await addAuthor(5);
  const large = await write(author);
  await vi.waitFor(async () => {
    expect(await Promise.all(followers.map(timeline.homeOf))).toEqual(followers.map(() => [large]));
  }, soon);
  const marks = `processed:${groupOf('home-timeline', timeline.topic)}:`;
  const keys = await timeline.stored.keys(`${marks}*`);
  const uuidLength = 36;
  expect(keys.length).toBeGreaterThanOrEqual(3);
  for (const key of keys) expect(key.slice(marks.length + uuidLength)).toMatch(/^:./);
});

/** Somebody with so many followers, all of whom have a home timeline. */
async function addAuthor(count: number): Promise<{ author: string; followers: string[] }> {
  const author = timeline.members.add();
  const followers: string[] = [];
  while (followers.length < count) {
    const follower = timeline.members.add();
    await timeline.members.follow(follower, author);
    await timeline.openHome(follower);
    followers.push(follower);
  }
  return { author, followers };
}

/** Tells of a post, in a partition if that is given. */
async function write(authorId: string, shard?: number): Promise<string> {
  let postId = newId();
  while (shard !== undefined && shardOf(postId) !== shard) postId = newId();
  const now = new Date();
  const data = { postId, authorId, text: 'Hello', createdAt: now.toISOString(), version: 1 };
  const subject = { kind: 'post', id: postId } as const;
  const { event } = toOutboxRow({ type: 'post.created', actorId: authorId, subject, data }, now);
  const message = { key: postId, value: JSON.stringify(event) };
  // A topic that was made this moment may have no leader yet.
  await vi.waitFor(() => publisher.publish([message]), soon);
  return postId;
}
