import { fork } from 'node:child_process';
import { once } from 'node:events';

import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';

import { lockSpace } from '../src/outbox-table.ts';
import { startRelay } from '../src/relay.ts';
import {
  createBus,
  createOutbox,
  createRows,
  listen,
  log,
  testDeadLetters,
  versionsOf,
} from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };

test('every row arrives, in order for each key, and is marked as sent', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  const rows = createRows(300, 10);

  await outbox.insert(rows);
  relay.wake();

  await vi.waitFor(() => expect(listener.ids().size).toBe(300), soon);
  for (const key of new Set(rows.map((row) => row.key))) {
    expect(versionsOf(listener.events, key)).toEqual(
      Array.from({ length: 30 }, (_, index) => index),
    );
  }
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
});

test('a message carries the event’s id, type and key, and the trace context of its request, in which it is handled', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const [row] = createRows(1);
  if (!row) throw new Error('no row');
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  await outbox.insert([row]);
  await outbox.query('UPDATE outbox SET traceparent = $1', [traceparent]);
  await using deadLetters = testDeadLetters();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const traces: (string | undefined)[] = [];
  // A letter keeps a message's headers.
  await using _listener = listen({
    bus,
    group: 'g',
    deadLetters,
    inTrace: (trace, work) => {
      traces.push(trace);
      return work();
    },
    handle: () => Promise.reject(new Error('no')),
  });
  await vi.waitFor(async () => {
    const [{ id } = { id: '' }] = await deadLetters.list({ group: 'g' });
    const letter = await deadLetters.find(id);
    const headers = Object.entries(letter?.headers ?? {}).map(([name, [value = '']]) => [
      name,
      Buffer.from(value, 'base64').toString(),
    ]);
    expect(Object.fromEntries(headers)).toEqual({
      'event-id': row.id,
      'event-type': 'post.edited',
      'message-key': row.messageKey,
      traceparent,
    });
  }, soon);
  expect(new Set(traces)).toEqual(new Set([traceparent]));
});

test('a row is sent soon after its commit though nobody wakes the relay', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  await outbox.insert(createRows(1));
  await vi.waitFor(() => expect(listener.events).toHaveLength(1), soon);
});

test('relays on one database share the work, send each row once and keep the order of a key', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using first = startRelay({ databaseUrl: outbox.url, bus, log });
  await using second = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });
  const rows = createRows(600, 20);

  for (let start = 0; start < rows.length; start += 50) {
    await outbox.insert(rows.slice(start, start + 50));
    first.wake();
    second.wake();
  }

  await vi.waitFor(() => expect(listener.ids().size).toBe(600), soon);
  expect(listener.events).toHaveLength(600);
  for (const key of new Set(rows.map((row) => row.key))) {
    expect(versionsOf(listener.events, key)).toEqual(
      Array.from({ length: 30 }, (_, index) => index),
    );
  }
});

test('what a relay had not marked when it was killed, another sends', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const rows = createRows(2000, 40);
  await outbox.insert(rows);
  const child = fork(new URL('_relay-process.ts', import.meta.url), {
    execArgv: [],
    stdio: 'ignore',
  });
  child.send({ databaseUrl: outbox.url, bus });
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBeLessThan(2000), soon);
  child.kill('SIGKILL');
  await once(child, 'exit');

  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });

  await vi.waitFor(() => expect(listener.ids().size).toBe(2000), soon);
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
  for (const key of new Set(rows.map((row) => row.key))) {
    expect(versionsOf(listener.events, key)).toEqual(
      Array.from({ length: 50 }, (_, index) => index),
    );
  }
});

test('a row the broker refuses 10 times is dead: later rows of its key wait, all others go on', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const [ahead, huge, behind, ...others] = createRows(4, 1).concat(createRows(50, 25));
  if (!ahead || !huge || !behind || huge.event.type !== 'post.edited') throw new Error('no rows');
  huge.event.data.text = 'x'.repeat(2_000_000);
  await outbox.insert([ahead, huge, behind, ...others]);

  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log, refusedRetryMs: 5 });
  await using listener = listen({ bus });

  await vi.waitFor(async () => {
    expect(await outbox.find(huge.id)).toMatchObject({
      sentAt: null,
      attempts: 10,
      deadAt: expect.any(Date),
      lastError: expect.stringContaining('larger than'),
    });
  }, soon);
  // The fourth row of the key waits as well.
  const waiting = new Set([behind.id, others[0]?.id]);
  const arrived = [ahead, ...others].filter((row) => !waiting.has(row.id)).map((row) => row.id);
  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(arrived)), soon);
  expect(await outbox.find(behind.id)).toMatchObject({ sentAt: null, attempts: 0, deadAt: null });
});

test('a database that is away is waited for, and its rows are sent when it is back', async () => {
  await using outbox = await createOutbox();
  await using proxy = await startProxy(outbox.url);
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: proxy.url, bus, log });
  await using listener = listen({ bus });
  await outbox.insert(createRows(1));
  await vi.waitFor(() => expect(listener.events).toHaveLength(1), soon);

  proxy.set('refuse');
  await outbox.insert(createRows(5));
  proxy.set('pass');

  await vi.waitFor(() => expect(listener.ids().size).toBe(6), soon);
});

test('a shard that is held up does not hold up the others', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const rows = createRows(120, 60);
  const [first] = rows;
  if (!first) throw new Error('no rows');
  const others = rows.filter((row) => row.shard !== first.shard).map((row) => row.id);
  await outbox.query('SELECT pg_advisory_lock($1, $2)', [lockSpace, first.shard]);
  await outbox.insert(rows);
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  await using listener = listen({ bus });

  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(others)), soon);
  await outbox.query('SELECT pg_advisory_unlock($1, $2)', [lockSpace, first.shard]);
  await vi.waitFor(() => expect(listener.ids().size).toBe(120), soon);
});

test('sent rows are kept for 24 hours; rows that were not sent, for as long as it takes', async () => {
  await using outbox = await createOutbox();
  const [old, recent, dead] = createRows(3, 3);
  if (!old || !recent || !dead) throw new Error('no rows');
  await outbox.insert([old, recent, dead]);
  const sent = 'UPDATE outbox SET sent_at = now() - $2::interval WHERE id = $1';
  await outbox.query(sent, [old.id, '24 hours 1 minute']);
  await outbox.query(sent, [recent.id, '23 hours 59 minutes']);
  await outbox.query("UPDATE outbox SET dead_at = now() - interval '9 days' WHERE id = $1", [
    dead.id,
  ]);

  await using _relay = startRelay({ databaseUrl: outbox.url, bus: createBus(), log });

  await vi.waitFor(async () => expect(await outbox.find(old.id)).toBeUndefined(), soon);
  expect(await outbox.find(recent.id)).toBeDefined();
  expect(await outbox.find(dead.id)).toBeDefined();
});

test('however long it takes to remove sent rows, others are sent meanwhile', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const [old] = createRows(1);
  if (!old) throw new Error('no row');
  await outbox.insert([old]);
  await outbox.query("UPDATE outbox SET sent_at = now() - interval '25 hours'", []);
  // Who removes a row waits for as long as this connection holds the lock.
  const place = 1;
  await outbox.query(
    `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
     'BEGIN PERFORM pg_advisory_xact_lock_shared(${place}); RETURN OLD; END'`,
    [],
  );
  await outbox.query(
    'CREATE TRIGGER wait BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION wait()',
    [],
  );
  await outbox.query('SELECT pg_advisory_lock($1)', [place]);
  const warnings: string[] = [];
  const heard = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log: heard });
  await using listener = listen({ bus });
  await vi.waitFor(async () => expect(await outbox.waitersFor(place)).toBe(1), soon);
  // The first that is sent may have to wait for its topic, and that is said.
  await outbox.insert(createRows(1));
  await vi.waitFor(() => expect(listener.ids().size).toBe(1), soon);
  warnings.length = 0;
  const rows = createRows(20, 20);
  await outbox.insert(rows);
  await vi.waitFor(() => expect(listener.ids().size).toBe(rows.length + 1), soon);
  // Nor was anything given up for it.
  expect(warnings.filter((line) => line.includes('wait in the outbox'))).toEqual([]);
  expect(await outbox.find(old.id)).toBeDefined();
  await outbox.query('SELECT pg_advisory_unlock($1)', [place]);
  await vi.waitFor(async () => expect(await outbox.find(old.id)).toBeUndefined(), soon);
});
