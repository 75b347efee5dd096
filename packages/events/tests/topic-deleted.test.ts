import { Kafka, logLevel } from 'kafkajs';
import { expect, test, vi } from 'vitest';

import { resendSpan } from '../src/outbox-span.ts';
import { startRelay } from '../src/relay.ts';
import { topicOf } from '../src/topic.ts';
import {
  createBus,
  createOutbox,
  createRows,
  listen,
  log,
  openPool,
  produce,
  withAdmin,
} from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
/** How late an event may be, whatever becomes of topics. */
const inTime = { timeout: 45_000, interval: 50 };
const dayMs = 86_400_000;

test('a day’s topic deleted while it is read keeps nobody from those of other days', async () => {
  const bus = createBus();
  const today = new Date();
  await using listener = listen({ bus });
  const [first, second] = createRows(2);
  if (!first || !second) throw new Error('no rows');
  await vi.waitFor(() => produce(bus, [messageOf(first)], today), soon);
  await vi.waitFor(() => expect(listener.ids()).toContain(first.id), soon);

  await withAdmin(bus, (admin) => admin.deleteTopics({ topics: [topicOf(bus.topic, today)] }));
  await produce(bus, [messageOf(second)], new Date(today.getTime() + dayMs));
  await vi.waitFor(() => expect(listener.ids()).toContain(second.id), inTime);
});

test('today’s topic deleted while it is written and read is made anew and read on; what went with it comes again from the outbox', async () => {
  await using outbox = await createOutbox();
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(openPool(outbox), (each) => each.end());
  const bus = createBus();
  await using relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  const write = async (count: number): Promise<string[]> => {
    const rows = createRows(count, 12);
    await outbox.insert(rows);
    relay.wake();
    await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
    return rows.map(({ id }) => id);
  };
  const expectAll = (ids: string[]) =>
    vi.waitFor(() => expect([...listener.ids()]).toEqual(expect.arrayContaining(ids)), soon);
  const from = new Date(Date.now() - 60_000);
  await expectAll(await write(60));

  const topic = topicOf(bus.topic, new Date());
  await withAdmin(bus, (admin) => admin.deleteTopics({ topics: [topic] }));
  // Some may be acknowledged by a broker that has not let go of the topic yet.
  const meanwhile = await write(300);
  await withAdmin(bus, (admin) =>
    vi.waitFor(async () => expect(await admin.listTopics()).toContain(topic), soon),
  );
  await vi.waitFor(async () => {
    await resendSpan(pool, { from, to: new Date() });
    relay.wake();
    await vi.waitFor(() => expect([...listener.ids()]).toEqual(expect.arrayContaining(meanwhile)), {
      timeout: 10_000,
    });
  }, soon);
  await expectAll(await write(60));
});

test('who mentions a topic that is not there makes none', async () => {
  const bus = createBus();
  const kafka = new Kafka({
    brokers: bus.brokers,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 10_000,
    retry: { retries: 1 },
  });
  const topic = topicOf(bus.topic, new Date());
  const producer = kafka.producer({ allowAutoTopicCreation: true });
  const consumer = kafka.consumer({ groupId: bus.topic, allowAutoTopicCreation: true });
  await Promise.all([producer.connect(), consumer.connect()]);
  try {
    const unknown = { type: 'UNKNOWN_TOPIC_OR_PARTITION' };
    await expect(producer.send({ topic, messages: [{ value: 'hello' }] })).rejects.toMatchObject({
      cause: unknown,
    });
    await expect(consumer.subscribe({ topics: [topic] })).rejects.toMatchObject(unknown);
  } finally {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  }
  await withAdmin(bus, async (admin) => expect(await admin.listTopics()).not.toContain(topic));
});

function messageOf({ key, event }: { key: string; event: unknown }) {
  return { key, value: JSON.stringify(event) };
}
