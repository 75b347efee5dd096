import { Kafka, logLevel } from 'kafkajs';
import { expect, onTestFinished, test, vi } from 'vitest';

import { startRelay } from '../src/relay.ts';
import { maintainTopics } from '../src/topic-upkeep.ts';
import { groupOf, topicOf } from '../src/topic.ts';
import { createBus, createOutbox, createRows, listen, log, produce } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
const dayMs = 86_400_000;
const clockOf = (days: number) => () => new Date(Date.now() + days * dayMs);

test.each([9, 1, -1, -9])(
  'what a sender whose clock is off by %i days sends is read by those whose clocks are right',
  async (days) => {
    await using outbox = await createOutbox();
    const bus = createBus();
    await using _relay = startRelay({ databaseUrl: outbox.url, bus, log, now: clockOf(days) });
    const rows = createRows(60, 12);
    await outbox.insert(rows);
    await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
    await using listener = listen({ bus });
    await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(idsOf(rows))), soon);
  },
);

test.each([9, 1, -1, -9])(
  'a reader whose clock is off by %i days reads what is sent today, also once topics have been looked after by its clock',
  async (days) => {
    await using outbox = await createOutbox();
    const bus = createBus();
    await using relay = startRelay({ databaseUrl: outbox.url, bus, log });
    const group = groupOf('activity', bus.topic);
    const now = clockOf(days);
    const write = async (): Promise<string[]> => {
      const rows = createRows(60, 12);
      await outbox.insert(rows);
      relay.wake();
      await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
      return idsOf(rows);
    };
    const ids = await write();
    {
      await using listener = listen({ bus, group, now });
      await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(ids)), soon);
    }
    const later = await write();
    expect((await maintainTopics({ bus, log, now }))?.deleted ?? []).not.toContain(
      topicOf(bus.topic, new Date()),
    );
    await using listener = listen({ bus, group, now });
    // What was read before may come once more.
    await vi.waitFor(
      () => expect([...listener.ids()]).toEqual(expect.arrayContaining(later)),
      soon,
    );
    // And not all of it.
    expect(listener.ids().size).toBeLessThan(ids.length + later.length);
  },
);

test('a sender whose clock jumps to tomorrow and back loses nothing', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  let days = 0;
  await using relay = startRelay({
    databaseUrl: outbox.url,
    bus,
    log,
    now: () => clockOf(days)(),
  });
  await using listener = listen({ bus });
  const ids: string[] = [];
  for (days of [0, 1, 0, 1, -1, 0]) {
    const rows = createRows(30, 6);
    ids.push(...idsOf(rows));
    await outbox.insert(rows);
    relay.wake();
    await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
  }
  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(ids)), soon);
});

test('a clock that is set back by an hour while a store is waited for keeps no event waiting longer', async () => {
  const bus = createBus();
  let isAway = true;
  let failures = 0;
  await using listener = listen({
    bus,
    isUnavailable: () => true,
    handle: () => {
      if (!isAway) return Promise.resolve();
      failures += 1;
      return Promise.reject(new Error('away'));
    },
  });
  await maintainTopics({ bus, log, now: () => new Date() });
  const [row] = createRows(1);
  if (!row) throw new Error('no row');
  await vi.waitFor(() => produce(bus, [{ value: JSON.stringify(row.event) }]), soon);
  // By then it is waited for long enough that the clock is set within the wait.
  await vi.waitFor(() => expect(failures).toBeGreaterThanOrEqual(4), soon);
  setBack();
  isAway = false;
  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set([row.id])), soon);
});

test('a clock that is set back by an hour while rows cannot be sent keeps none in the outbox', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  let isAway = true;
  let failures = 0;
  await using _relay = startRelay({
    databaseUrl: outbox.url,
    bus,
    log,
    failpoint: () => {
      if (!isAway) return Promise.resolve();
      failures += 1;
      return Promise.reject(new Error('away'));
    },
  });
  await outbox.insert(createRows(1));
  await vi.waitFor(() => expect(failures).toBeGreaterThanOrEqual(4), soon);
  setBack();
  isAway = false;
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
});

test('how long an event is kept is told by the broker’s clock, whatever that of its sender says', async () => {
  const bus = createBus();
  await maintainTopics({ bus, log, now: () => new Date() });
  const offs = [-9 * dayMs, 9 * dayMs];
  const messages = offs.map((off) => ({ value: 'hello', timestamp: String(Date.now() + off) }));
  await vi.waitFor(() => produce(bus, messages), soon);
  const kafka = new Kafka({ brokers: bus.brokers, logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: bus.topic });
  await consumer.connect();
  try {
    const timestamps: string[] = [];
    await consumer.subscribe({ topics: [topicOf(bus.topic, new Date())], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => void timestamps.push(message.timestamp),
    });
    await vi.waitFor(() => expect(timestamps).toHaveLength(offs.length), soon);
    for (const timestamp of timestamps) {
      expect(Math.abs(Date.now() - Number(timestamp))).toBeLessThan(dayMs);
    }
  } finally {
    await consumer.disconnect();
  }
});

/** For the rest of the test. */
function setBack(): void {
  const now = Date.now.bind(Date);
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  onTestFinished(() => clock.mockRestore());
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
