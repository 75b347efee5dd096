import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { Registry } from 'prom-client';
import { expect, test, vi } from 'vitest';

import {
  exportConsumerLag,
  exportDeadLetters,
  exportOutbox,
  exportTopics,
} from '../src/metrics.ts';
import { startRelay } from '../src/relay.ts';
import { createBus, createOutbox, createRows, listen, log, testDeadLetters } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
/** A scrape that takes too long tells nothing, and is made again. */
const soon = { timeout: 40_000, interval: 100 };
/** Nothing listens there. */
const away = '127.0.0.1:1';

test('the outbox tells how many events wait, since when, and how many are dead; nothing while its database is away', async () => {
  await using outbox = await createOutbox();
  await using proxy = await startProxy(outbox.url);
  await using relay = startRelay({ databaseUrl: proxy.url, bus: createBus(away), log });
  const register = new Registry();
  exportOutbox(register, relay);
  const rows = createRows(3, 3);
  await outbox.insert(rows);
  await outbox.query("UPDATE outbox SET created_at = now() - interval '1 hour' WHERE id = $1", [
    rows[0]?.id,
  ]);
  await outbox.query('UPDATE outbox SET dead_at = now() WHERE id = $1', [rows[1]?.id]);

  await vi.waitFor(async () => {
    const text = await register.metrics();
    expect(text).toContain('dailyfeed_outbox_rows{state="unsent"} 2');
    expect(text).toContain('dailyfeed_outbox_rows{state="dead"} 1');
    expect(Number(/oldest_age_seconds (\d+)/.exec(text)?.[1])).toBeGreaterThan(3590);
  }, soon);

  proxy.set('refuse');
  // A 0 would say that nothing waits.
  expect(await register.metrics()).not.toMatch(/^dailyfeed_outbox/m);
});

test('of very many rows the outbox tells that they are many, and of all since when the first waits', async () => {
  await using outbox = await createOutbox();
  await using relay = startRelay({ databaseUrl: outbox.url, bus: createBus(away), log });
  const add = (count: number, shard: number, state: { age: string; deadAt: string | null }) =>
    outbox.query(
      `INSERT INTO outbox (id, shard, key, message_key, event, created_at, dead_at)
       SELECT gen_random_uuid(), $2, 'key', 'key', '{}', now() - $3::interval, $4::timestamptz
       FROM generate_series(1, $1::int)`,
      [count, shard, state.age, state.deadAt],
    );
  await add(10_500, 0, { age: '1 minute', deadAt: null });
  await add(7, 5, { age: '1 hour', deadAt: null });
  await add(10_500, 2, { age: '1 day', deadAt: new Date().toISOString() });
  const { oldestAgeSeconds, ...counts } = await vi.waitFor(() => relay.measure(), soon);
  expect(counts).toEqual({ unsent: 10_001, dead: 10_001 });
  expect(oldestAgeSeconds).toBeGreaterThan(3590);
  expect(oldestAgeSeconds).toBeLessThan(86_000);
});

test('the brokers are asked once for all that topics tell', async () => {
  let connections = 0;
  await using proxy = await startProxy(`kafka://${createBus().brokers[0]}`, () => {
    connections += 1;
    return () => undefined;
  });
  const bus = createBus(new URL(proxy.url).host);
  const [some, all] = [new Registry(), new Registry()];
  exportConsumerLag(some, { bus, groups: ['g'], log });
  exportTopics(all, { bus, groups: ['g'], log });
  const asked: number[] = [];
  for (const register of [some, all]) {
    // The first group of all has to wait for what brokers keep of groups.
    await vi.waitFor(async () => {
      connections = 0;
      expect(await register.metrics()).toContain('dailyfeed_consumer_lag{group="g"} 0');
    }, soon);
    asked.push(connections);
  }
  expect(asked[0]).toBeGreaterThan(0);
  expect(asked[1]).toBe(asked[0]);
});

test('a group tells how many messages it is behind, before it has read anything too; topics, whether they have their replicas', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const group = `group-${bus.topic}`;
  const register = new Registry();
  exportConsumerLag(register, {
    bus,
    groups: [group, `other-${bus.topic}`],
    log,
  });
  await outbox.insert(createRows(40, 10));
  await vi.waitFor(async () => {
    expect(await register.metrics()).toContain(`dailyfeed_consumer_lag{group="${group}"} 40`);
  }, soon);
  await using _listener = listen({ bus, group });
  await vi.waitFor(async () => {
    const text = await register.metrics();
    expect(text).toContain(`dailyfeed_consumer_lag{group="${group}"} 0`);
    expect(text).toContain(`dailyfeed_consumer_lag{group="other-${bus.topic}"} 40`);
  }, soon);
  const [single, replicated] = [new Registry(), new Registry()];
  exportTopics(single, { bus, groups: [group], log });
  exportTopics(replicated, { bus: { ...bus, replicationFactor: 3 }, groups: [group], log });
  await vi.waitFor(async () => {
    expect(await single.metrics()).toContain('dailyfeed_topics_thin 0');
    expect(await replicated.metrics()).toMatch(/dailyfeed_topics_thin [1-9]/);
  }, soon);
});

test('dead letters tell their number and age by kind, group and status', async () => {
  await using deadLetters = testDeadLetters();
  const register = new Registry();
  exportDeadLetters(register, { deadLetters, groups: ['activity', 'counters'] });
  await vi.waitFor(async () => {
    expect(await register.metrics()).toContain(
      'dailyfeed_dead_letters{kind="listener",group="activity",status="waiting"} 0',
    );
  }, soon);
  const at = new Date(Date.now() - 60_000);
  const letter = {
    group: 'activity',
    topic: null,
    partition: null,
    offset: null,
    key: null,
    headers: {},
    value: null,
    eventId: null,
    eventType: null,
    errorClass: 'Error',
    errorMessage: '',
    attempts: 1,
    firstFailedAt: at,
    lastFailedAt: at,
    resends: 0,
    nextResendAt: at,
    resolvedAt: null,
  };
  await deadLetters.add({ ...letter, id: 'a:t:0:1', kind: 'listener', status: 'waiting' });
  await deadLetters.add({ ...letter, id: 'a:t:0:2', kind: 'listener', status: 'waiting' });
  await deadLetters.add({ ...letter, id: 'x', kind: 'publisher', status: 'parked' });
  const text = await vi.waitFor(async () => {
    const read = await register.metrics();
    expect(read).toContain('dailyfeed_dead_letters');
    return read;
  }, soon);
  expect(text).toContain(
    'dailyfeed_dead_letters{kind="listener",group="activity",status="waiting"} 2',
  );
  expect(text).toContain(
    'dailyfeed_dead_letters{kind="publisher",group="activity",status="parked"} 1',
  );
  expect(text).toContain(
    'dailyfeed_dead_letters{kind="listener",group="counters",status="waiting"} 0',
  );
  expect(Number(/age_seconds\{kind="listener"[^}]*\} (\d+)/.exec(text)?.[1])).toBeGreaterThan(58);
});
