import { randomUUID } from 'node:crypto';

import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test, vi } from 'vitest';

import { shardCount } from '../src/outbox.ts';
import { publishParts } from '../src/part.ts';
import { createProcessed } from '../src/processed.ts';
import { createPublisher } from '../src/publisher.ts';
import { resendDueLetters } from '../src/resend.ts';
import { topicOf } from '../src/topic.ts';
import {
  createBus,
  createRows,
  listen,
  log,
  produce,
  testDeadLetters,
  withAdmin,
} from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };

test('a group is given each part that it made of an event, once, and no other group is', async () => {
  const redis = new Redis(inject('stores').redisUrl);
  onTestFinished(() => redis.disconnect());
  const bus = createBus();
  await using publisher = createPublisher({ bus, log, now: () => new Date() });
  const [split, last] = createRows(2);
  if (!split || !last) throw new Error('no rows');
  const [meant, other] = [`meant-${randomUUID()}`, `other-${randomUUID()}`];
  const handled: [group: string, id: string, part: string | undefined][] = [];
  const traces: (string | undefined)[] = [];
  const listenAs = (group: string) =>
    listen({
      bus,
      group,
      processed: createProcessed(redis, { group, log }),
      inTrace: (trace, work) => {
        traces.push(trace);
        return work();
      },
      handle: async (event, part) => void handled.push([group, event.id, part]),
    });
  await using _meant = listenAs(meant);
  await using _other = listenAs(other);
  const send = ({ key, event }: typeof split) =>
    vi.waitFor(() => publisher.publish([{ key, value: JSON.stringify(event) }]), soon);
  await send(split);
  const parts = Array.from({ length: 8 }, (_, index) => `part ${index}`);
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const sendParts = () =>
    publishParts(publisher, { event: split.event, group: meant, parts, traceparent });
  // Once each partition has a leader, they are sent.
  await vi.waitFor(sendParts, soon);
  await sendParts();
  // Behind them in each partition.
  const ends = await vi.waitFor(publishEnds, soon);
  await vi.waitFor(() => {
    for (const end of ends) {
      expect(handled).toContainEqual([meant, end, undefined]);
      expect(handled).toContainEqual([other, end, undefined]);
    }
  }, soon);
  const about = (group: string) =>
    handled.flatMap(([by, id, part]) => (by === group && id === split.id ? [part ?? ''] : []));
  expect(about(meant).toSorted()).toEqual(['', ...parts]);
  expect(about(other)).toEqual(['']);
  expect(traces.filter((trace) => trace === traceparent)).toHaveLength(parts.length);

  async function publishEnds(): Promise<string[]> {
    const rows = createRows(6);
    const messages = rows.map(({ key, event }, partition) => ({
      key,
      partition,
      value: JSON.stringify(event),
    }));
    await publisher.publish(messages);
    return rows.map(({ id }) => id);
  }
});

test('a part that keeps failing is laid down alone, and sent again it is that part', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  await using publisher = createPublisher({ bus, log, now: () => new Date() });
  const [row] = createRows(1);
  if (!row) throw new Error('no row');
  const { event } = row;
  const group = `group-${randomUUID()}`;
  const handled: (string | undefined)[] = [];
  let isMended = false;
  await using _listener = listen({
    bus,
    group,
    deadLetters,
    handle: async ({ id }, part) => {
      if (id !== row.id) return;
      if (part === 'bad' && !isMended) throw new Error('cannot');
      handled.push(part);
    },
  });
  // Once each partition has a leader, what is sent is there once.
  const others = createRows(6).map(({ key, event: other }, partition) => ({
    key,
    partition,
    value: JSON.stringify(other),
  }));
  await vi.waitFor(() => publisher.publish(others), soon);
  await publishParts(publisher, { event, group, parts: ['bad', 'good'] });
  await vi.waitFor(async () => {
    expect(await deadLetters.list({ group })).toMatchObject([{ eventId: row.id, attempts: 4 }]);
    expect(handled).toEqual(['good']);
  }, soon);
  isMended = true;
  const options = { deadLetters, publisher, log, now: () => new Date() };
  await resendDueLetters(options, new AbortController().signal);
  await vi.waitFor(() => expect(handled).toEqual(['good', 'bad']), soon);
});

test('a part is no event like those that are handed over at once: it goes by itself, in its place', async () => {
  const bus = createBus();
  const rows = createRows(4);
  const [first, split, , last] = rows;
  if (!first || !split || !last) throw new Error('no rows');
  const group = `group-${randomUUID()}`;
  const handled: string[] = [];
  await using listener = listen({
    bus,
    group,
    handle: async (event, part) => void handled.push(`${event.id} ${part ?? 'whole'}`),
    handleMany: async (events) => void handled.push(...events.map(({ id }) => `${id} among many`)),
  });
  await vi.waitFor(() => produce(bus, [messageOf(first)]), soon);
  await vi.waitFor(() => expect(handled).not.toEqual([]), soon);
  handled.length = 0;
  const part = { 'x-part': '1', 'x-target-group': group };
  const messages = rows.map((row) => ({
    ...messageOf(row),
    ...(row === split && { headers: part }),
  }));
  await produce(bus, messages);
  await vi.waitFor(() => expect(handled).toHaveLength(4), soon);
  expect(handled[1]).toBe(`${split.id} 1`);
  expect(handled.map((each) => each.split(' ')[0])).toEqual(rows.map(({ id }) => id));
  expect(handled.slice(2)).toEqual(rows.slice(2).map(({ id }) => `${id} among many`));
  expect(listener.events.map(({ id }) => id)).toContain(split.id);
});

test('parts that are sent one by one go to the partitions after the event’s own in turn, as those that are sent together', async () => {
  const bus = createBus();
  await using publisher = createPublisher({ bus, log, now: () => new Date() });
  const [row] = createRows(1);
  if (!row) throw new Error('no row');
  const { event, shard } = row;
  await using _listener = listen({ bus });
  await vi.waitFor(() => publisher.publish([{ key: row.key, value: JSON.stringify(event) }]), soon);
  const send = (parts: string[], sentBefore: number) =>
    vi.waitFor(() => publishParts(publisher, { event, group: 'g', parts, sentBefore }), soon);
  await send(['0'], 0);
  await send(['1'], 1);
  await send(['2', '3'], 2);
  await withAdmin(bus, async (admin) => {
    const places = await admin.fetchTopicOffsets(topicOf(bus.topic, new Date()));
    const filled = places.flatMap(({ partition, high }) => (Number(high) > 0 ? partition : []));
    const inTurn = [0, 1, 2, 3, 4].map((step) => (shard + step) % shardCount);
    expect(new Set(filled)).toEqual(new Set(inTurn));
  });
});

function messageOf({ key, event }: ReturnType<typeof createRows>[number]) {
  return { key, value: JSON.stringify(event) };
}
