import { startTestBroker, type TestBroker } from '@dailyfeed/dev-infra/test-broker';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { startRelay } from '../src/relay.ts';
import { createBus, createOutbox, createRows, listen, log, versionsOf } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 100 };

let broker: TestBroker;

beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker[Symbol.asyncDispose]());

test('events of 200 writes made while the broker is away all arrive once it is back, in order', async () => {
  await using outbox = await createOutbox();
  const bus = createBus(broker.url);
  await using relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  const rows = createRows(220, 10);
  await outbox.insert(rows.slice(0, 20));
  await vi.waitFor(() => expect(listener.ids().size).toBe(20), soon);

  await broker.kill();
  for (const row of rows.slice(20)) {
    await outbox.insert([row]);
    relay.wake();
  }
  expect(await outbox.unsentCount()).toBe(200);
  await broker.start();

  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(rows.map((row) => row.id))), soon);
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
  for (const key of new Set(rows.map((row) => row.key))) {
    expect(versionsOf(listener.events, key)).toEqual(
      Array.from({ length: 22 }, (_, index) => index),
    );
  }
  for (const row of rows) expect(await outbox.find(row.id)).toMatchObject({ attempts: 0 });
});

test('relay and consumer end in time though the broker has gone meanwhile', async () => {
  await using outbox = await createOutbox();
  const bus = createBus(broker.url);
  const relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const listener = listen({ bus });
  await outbox.insert(createRows(1));
  await vi.waitFor(() => expect(listener.ids().size).toBe(1), soon);
  await broker.kill();
  const startedAt = Date.now();
  await Promise.all([relay[Symbol.asyncDispose](), listener[Symbol.asyncDispose]()]);
  expect(Date.now() - startedAt).toBeLessThan(30_000);
  await broker.start();
});

test('relay and consumer start while the broker is away, end while it is away, and work once it is there', async () => {
  await broker.kill();
  await using outbox = await createOutbox();
  const bus = createBus(broker.url);
  {
    await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
    await using _listener = listen({ bus });
    await outbox.insert(createRows(1));
  }
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  await broker.start();
  await vi.waitFor(() => expect(listener.ids().size).toBe(1), soon);
});
