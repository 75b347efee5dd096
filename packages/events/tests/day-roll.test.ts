import { setTimeout as delay } from 'node:timers/promises';

import { expect, test, vi } from 'vitest';

import { startRelay } from '../src/relay.ts';
import { topicOf } from '../src/topic.ts';
import { createBus, createOutbox, createRows, listen, log } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 60_000, interval: 20 };
/** How much later than its writing an event may be handled, whatever the day does. */
const lateMs = 45_000;

test.each([
  ['consumers turn to the topic of the day after next', '23:54:58'],
  ['senders turn to the topic of the new day', '23:59:58'],
])('when %s, under load, no event is lost or late', async (_moment, time) => {
  const base = Date.parse(`${new Date().toISOString().slice(0, 10)}T${time}Z`);
  // Stands at the given moment until the load begins, then runs as the real one does.
  let startedAt: number | undefined;
  const now = (): Date => new Date(base + Date.now() - (startedAt ?? Date.now()));
  await using outbox = await createOutbox();
  const bus = createBus();
  const handledAt = new Map<string, number>();
  const topics = new Set<string>();
  await using _listener = listen({
    bus,
    now,
    handle: (event) => {
      handledAt.set(event.id, handledAt.get(event.id) ?? Date.now());
      return Promise.resolve();
    },
  });
  await using relay = startRelay({ databaseUrl: outbox.url, bus, log, now });
  // The group's first forming is not the roll's doing.
  const first = createRows(1);
  await outbox.insert(first);
  await vi.waitFor(() => expect(handledAt.size).toBe(1), soon);

  const writtenAt = new Map<string, number>();
  startedAt = Date.now();
  const until = startedAt + 5000;
  while (Date.now() < until) {
    const rows = createRows(10, 10);
    topics.add(topicOf(bus.topic, now()));
    await outbox.insert(rows);
    topics.add(topicOf(bus.topic, now()));
    for (const { id } of rows) writtenAt.set(id, Date.now());
    relay.wake();
    await delay(50);
  }
  await vi.waitFor(() => expect(handledAt.size).toBe(writtenAt.size + 1), soon);
  const latest = Math.max(
    ...[...writtenAt].map(([id, at]) => (handledAt.get(id) ?? Infinity) - at),
  );
  expect(latest).toBeLessThan(lateMs);
  expect(topics.size).toBe(time === '23:59:58' ? 2 : 1);
});
