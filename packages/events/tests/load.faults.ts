import { setTimeout as delay } from 'node:timers/promises';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { startTestBroker } from '@dailyfeed/dev-infra/test-broker';
import { expect, test, vi } from 'vitest';

import { startRelay } from '../src/relay.ts';
import { createEffects } from './_effects.ts';
import { createFaultWorld } from './_fault.ts';
import {
  createBus,
  createOutbox,
  createRows,
  listen,
  log,
  type Outbox,
  versionsOf,
} from './_harness.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });
const soon = { timeout: 300_000, interval: 200 };

test('a broker killed and started three times under 100 writes a second: all succeed, all arrive, effects once', async () => {
  await using broker = await startTestBroker();
  await using world = await createFaultWorld(broker.url);
  world.start('relay');
  world.start('consumer');
  await using load = startLoad(world.outbox, 100);
  for (let round = 0; round < 3; round += 1) {
    await delay(5000);
    await broker.kill();
    await delay(5000);
    await broker.start();
  }
  await delay(5000);
  const { ids, slowestMs } = await load.end();
  expect(slowestMs).toBeLessThan(2000);
  expect(ids.length).toBeGreaterThan(1500);
  await vi.waitFor(async () => {
    const stored = await world.effects.idsOf(world.groupOf('group'));
    expect(stored.toSorted()).toEqual(ids.toSorted());
  }, soon);
});

test('a consumer added and removed 10 times under load: nothing is lost, and the order of a key holds at who stays', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const group = `group-${bus.topic}`;
  await using staying = listen({ bus, group });
  const handled = new Set<string>();
  await using load = startLoad(outbox, 100);
  for (let round = 0; round < 10; round += 1) {
    const coming = listen({ bus, group });
    await vi.waitFor(() => expect(coming.events.length).toBeGreaterThan(20), soon);
    await coming[Symbol.asyncDispose]();
    for (const id of coming.ids()) handled.add(id);
  }
  const { ids, keys } = await load.end();
  await vi.waitFor(() => {
    expect(new Set([...handled, ...staying.ids()])).toEqual(new Set(ids));
  }, soon);
  for (const key of keys) {
    const versions = versionsOf(staying.events, key);
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
  }
});

test('MongoDB away for a minute under load: events wait, nothing is laid down or skipped, effects once', async () => {
  await using world = await createFaultWorld();
  await using proxy = await startProxy(world.mongoUrl);
  await using effects = createEffects(proxy.url);
  await using _relay = startRelay({ databaseUrl: world.outbox.url, bus: world.bus, log });
  // Its dead letters reject: none is expected.
  await using _listener = listen({
    bus: world.bus,
    handle: (event) => effects.add('g', event.id),
    isUnavailable: () => true,
  });
  await using load = startLoad(world.outbox, 50);
  await delay(3000);
  proxy.set('refuse');
  await delay(60_000);
  proxy.set('pass');
  await delay(3000);
  const { ids } = await load.end();
  await vi.waitFor(async () => {
    expect((await world.effects.idsOf('g')).toSorted()).toEqual(ids.toSorted());
  }, soon);
});

/** Writes about `perSecond` rows a second, until told to end. */
function startLoad(outbox: Outbox, perSecond: number) {
  const ids: string[] = [];
  const keys = new Set<string>();
  let slowestMs = 0;
  const over = new AbortController();
  const running = (async () => {
    while (!over.signal.aborted) {
      // Some of one key each time, which have an order.
      const rows = createRows(perSecond / 10, 2);
      const startedAt = performance.now();
      await outbox.insert(rows);
      const tookMs = performance.now() - startedAt;
      slowestMs = Math.max(slowestMs, tookMs);
      for (const { id, key } of rows) {
        ids.push(id);
        keys.add(key);
      }
      await delay(Math.max(0, 100 - tookMs));
    }
  })();
  const end = async (): Promise<{ ids: string[]; keys: Set<string>; slowestMs: number }> => {
    over.abort();
    await running;
    return { ids, keys, slowestMs };
  };
  return { end, [Symbol.asyncDispose]: async () => void (await end()) };
}
