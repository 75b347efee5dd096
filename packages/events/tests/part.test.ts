import { randomUUID } from 'node:crypto';

import { Redis } from 'ioredis';
import { expect, inject, onTestFinished, test, vi } from 'vitest';

import { publishParts } from '../src/part.ts';
import { createProcessed } from '../src/processed.ts';
import { createPublisher } from '../src/publisher.ts';
import { resendDueLetters } from '../src/resend.ts';
import { createBus, createRows, listen, log, testDeadLetters } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
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
  await sendParts();
  await sendParts();
  // Behind them in each partition.
  const ends = await publishEnds();
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
    handle: async (_event, part) => {
      if (part === 'bad' && !isMended) throw new Error('cannot');
      handled.push(part);
    },
  });
  await vi.waitFor(() => publishParts(publisher, { event, group, parts: ['bad', 'good'] }), soon);
  await vi.waitFor(async () => {
    expect(await deadLetters.list({ group })).toMatchObject([{ eventId: row.id, attempts: 4 }]);
    expect(handled).toEqual(['good']);
  }, soon);
  isMended = true;
  const options = { deadLetters, publisher, log, now: () => new Date() };
  await resendDueLetters(options, new AbortController().signal);
  await vi.waitFor(() => expect(handled).toEqual(['good', 'bad']), soon);
});
