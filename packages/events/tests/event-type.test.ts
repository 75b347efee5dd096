import { randomUUID } from 'node:crypto';

import { Kafka, logLevel } from 'kafkajs';
import { expect, test, vi } from 'vitest';

import type { BusOptions } from '../src/bus.ts';
import { toOutboxRow } from '../src/outbox.ts';
import { topicOf } from '../src/topic.ts';
import { createBus, createRows, listen, produce, testDeadLetters } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };

test.each(['one by one', 'together'] as const)(
  'handled %s, a group is given events of its types only; others are not read, and do not come again',
  async (manner) => {
    const bus = createBus();
    await using deadLetters = testDeadLetters();
    const group = `group-${bus.topic}`;
    const many: string[] = [];
    await using listener = listen({
      bus,
      group,
      deadLetters,
      types: ['post.edited'],
      ...(manner === 'together' && {
        handleMany: async (events) => void many.push(...events.map(({ id }) => id)),
      }),
    });
    const [first, second, third] = createRows(3);
    if (!first || !second || !third) throw new Error('no rows');
    const own = [first, second, third].map((row) => ({
      key: row.key,
      value: JSON.stringify(row.event),
      headers: { 'event-type': 'post.edited' },
    }));
    const other = JSON.stringify(liked());
    await vi.waitFor(() => produce(bus, own.slice(0, 2)), soon);
    await produce(bus, [
      { value: other, headers: { 'event-type': 'post.liked' } },
      { value: 'not read', headers: { 'event-type': 'post.liked' } },
      { value: other },
      ...own.slice(2),
      { value: 'of nobody', headers: { 'event-type': 'post.vanished' } },
      { value: 'not read', headers: { 'event-type': 'post.liked' } },
    ]);

    const handled = (): Set<string> => new Set([...listener.ids(), ...many]);
    await vi.waitFor(() => expect(handled()).toContain(third.id), soon);
    expect(handled()).toEqual(new Set([first.id, second.id, third.id]));
    await vi.waitFor(async () => expect(await committedOf(bus, group)).toBe('8'), soon);
    const letters = await deadLetters.list({ group });
    expect(letters).toMatchObject([{ errorMessage: 'not JSON', offset: '6' }]);
  },
);

test('a group that may wait gathers what comes meanwhile, and is given all of it', async () => {
  const bus = createBus();
  await using listener = listen({ bus, gatherMs: 300 });
  const rows = createRows(20);
  for (const row of rows) {
    const message = { key: row.key, value: JSON.stringify(row.event) };
    await vi.waitFor(() => produce(bus, [message]), soon);
  }
  await vi.waitFor(() => expect(listener.ids().size).toBe(20), soon);
  expect(listener.events.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});

function liked() {
  const [actorId, postId] = [randomUUID(), randomUUID()];
  const data = { postId, postAuthorId: actorId, memberId: actorId };
  const subject = { kind: 'post', id: postId } as const;
  return toOutboxRow({ type: 'post.liked', actorId, subject, data }, new Date()).event;
}

/** Of the partition that tests send to. */
async function committedOf(bus: BusOptions, groupId: string): Promise<string | undefined> {
  const topic = topicOf(bus.topic, new Date());
  const admin = new Kafka({ brokers: bus.brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
    return offsets?.partitions.find(({ partition }) => partition === 0)?.offset;
  } finally {
    await admin.disconnect();
  }
}
