import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Stores, startStores } from '@dailyfeed/dev-infra/stores';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';

import { startRelay } from '../src/relay.ts';
import { createBus, createOutbox, createRows, listen, log, versionsOf } from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 40_000, interval: 100 };

// A broker of this file's own: the run's is shared, and this one is killed.
let dataDir: string;
let stores: Stores;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dailyfeed-broker-'));
  stores = await startStores({ dataDir, env: othersAre(inject('stores')), fresh: true });
});

afterAll(async () => {
  await stores[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

test('events of 200 writes made while the broker is away all arrive once it is back, in order', async () => {
  const { kafka } = stores.embedded;
  if (!kafka) throw new Error('no broker');
  await using outbox = await createOutbox();
  const bus = createBus(stores.urls.KAFKA_BROKERS);
  await using relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  const rows = createRows(220, 10);
  await outbox.insert(rows.slice(0, 20));
  await vi.waitFor(() => expect(listener.ids().size).toBe(20), soon);

  await kafka.kill();
  for (const row of rows.slice(20)) {
    await outbox.insert([row]);
    relay.wake();
  }
  expect(await outbox.unsentCount()).toBe(200);
  await kafka.start();

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
  const { kafka } = stores.embedded;
  if (!kafka) throw new Error('no broker');
  await using outbox = await createOutbox();
  const bus = createBus(stores.urls.KAFKA_BROKERS);
  const relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const listener = listen({ bus });
  await outbox.insert(createRows(1));
  await vi.waitFor(() => expect(listener.ids().size).toBe(1), soon);
  await kafka.kill();
  const startedAt = Date.now();
  await Promise.all([relay[Symbol.asyncDispose](), listener[Symbol.asyncDispose]()]);
  expect(Date.now() - startedAt).toBeLessThan(8000);
  await kafka.start();
});

test('relay and consumer start while the broker is away, end while it is away, and work once it is there', async () => {
  const { kafka } = stores.embedded;
  if (!kafka) throw new Error('no broker');
  await kafka.kill();
  await using outbox = await createOutbox();
  const bus = createBus(stores.urls.KAFKA_BROKERS);
  {
    await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
    await using _listener = listen({ bus });
    await outbox.insert(createRows(1));
  }
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  await kafka.start();
  await vi.waitFor(() => expect(listener.ids().size).toBe(1), soon);
});

function othersAre(shared: { postgresUrl: string; redisUrl: string; mongoUrl: string }) {
  return {
    // Where the broker's programs are found.
    ...process.env,
    MEMBER_DATABASE_URL: shared.postgresUrl,
    CONTENT_DATABASE_URL: shared.postgresUrl,
    REDIS_URL: shared.redisUrl,
    MONGODB_URL: shared.mongoUrl,
    KAFKA_BROKERS: undefined,
  };
}
