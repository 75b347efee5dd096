import { expect, test, vi } from 'vitest';

import { resendSpan } from '../src/outbox-span.ts';
import { createPublisher } from '../src/publisher.ts';
import { startRelay } from '../src/relay.ts';
import { parkLetter, resendDueLetters } from '../src/resend.ts';
import {
  createBus,
  createOutbox,
  createRows,
  listen,
  log,
  openPool,
  testDeadLetters,
  versionsOf,
} from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
const { signal } = new AbortController();
const minuteMs = 60_000;
const now = (): Date => new Date();

test('what the broker refuses for good is a letter; later rows of its key wait for it, and go when it is parked', async () => {
  await using outbox = await createOutbox();
  await using deadLetters = testDeadLetters();
  const bus = { ...createBus(), clientId: 'content' };
  const [huge, behind] = createRows(2);
  if (!huge || !behind || huge.event.type !== 'post.edited') throw new Error('no rows');
  huge.event.data.text = 'x'.repeat(2_000_000);
  await outbox.insert([huge, behind]);
  const timing = { refusedRetryMs: 5, deadLookMs: 50 };
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log, deadLetters, ...timing });
  await using listener = listen({ bus });

  const letter = await vi.waitFor(async () => {
    const found = await deadLetters.find(huge.id);
    expect(found).toMatchObject({
      kind: 'publisher',
      group: 'content',
      status: 'waiting',
      attempts: 10,
      eventType: 'post.edited',
      errorClass: expect.stringContaining('Kafka'),
    });
    return found;
  }, soon);
  expect(Buffer.from(letter?.key ?? '', 'base64').toString()).toBe(huge.key);
  expect(listener.ids()).not.toContain(behind.id);

  await parkLetter(huge.id, { deadLetters, now });
  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set([behind.id])), soon);
  expect(versionsOf(listener.events, huge.key)).toEqual([1]);
  expect(await outbox.find(huge.id)).toMatchObject({ sentAt: null, deadAt: expect.any(Date) });
});

test('however many rows are dead, each is a letter, and each goes on as its letter is decided', async () => {
  await using outbox = await createOutbox();
  await using deadLetters = testDeadLetters();
  const rows = createRows(7, 7);
  await outbox.insert(rows);
  await outbox.query('UPDATE outbox SET dead_at = now(), attempts = 10', []);
  const timing = { deadLookMs: 50, deadLimit: 3 };
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log, deadLetters, ...timing });
  const kind = 'publisher';
  await vi.waitFor(async () => expect(await deadLetters.count({ kind })).toBe(7), soon);
  // The first ones wait for as long as it takes.
  const last = rows.at(-1)?.id ?? '';
  await deadLetters.change(last, { status: 'resent', resolvedAt: now() });
  await vi.waitFor(async () => {
    expect(await outbox.find(last)).toMatchObject({ sentAt: expect.any(Date), deadAt: null });
  }, soon);
  expect(await outbox.unsentCount()).toBe(6);
});

test('a row that dies a second time, after its letter was sent, is not taken for sent: the letter waits again', async () => {
  await using outbox = await createOutbox();
  await using stack = new AsyncDisposableStack();
  const pool = stack.adopt(openPool(outbox), (each) => each.end());
  await using deadLetters = testDeadLetters();
  const [huge] = createRows(1);
  if (!huge || huge.event.type !== 'post.edited') throw new Error('no row');
  huge.event.data.text = 'x'.repeat(2_000_000);
  await outbox.insert([huge]);
  const timing = { refusedRetryMs: 5, deadLookMs: 50 };
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log, deadLetters, ...timing });
  const findStatus = async () => (await deadLetters.find(huge.id))?.status;
  await vi.waitFor(async () => expect(await findStatus()).toBe('waiting'), soon);
  await deadLetters.change(huge.id, { status: 'resent', resolvedAt: now() });
  await vi.waitFor(async () => {
    expect((await outbox.find(huge.id))?.sentAt).toEqual(expect.any(Date));
  }, soon);

  await resendSpan(pool, { from: new Date(0), to: new Date(Date.now() + minuteMs) });
  await vi.waitFor(async () => expect(await findStatus()).toBe('waiting'), soon);
  expect(await outbox.find(huge.id)).toMatchObject({ sentAt: null, deadAt: expect.any(Date) });
});

test('a publisher letter that goes at last goes before the rows that waited behind it', async () => {
  await using outbox = await createOutbox();
  await using deadLetters = testDeadLetters();
  const bus = createBus();
  const [dead, behind] = createRows(2);
  if (!dead || !behind) throw new Error('no rows');
  await outbox.insert([dead, behind]);
  await outbox.query(
    "UPDATE outbox SET dead_at = now(), attempts = 10, last_error = 'KafkaJSProtocolError: no' WHERE id = $1",
    [dead.id],
  );
  await using _relay = startRelay({
    databaseUrl: outbox.url,
    bus,
    log,
    deadLetters,
    deadLookMs: 50,
  });
  await using listener = listen({ bus });
  await using publisher = createPublisher({ bus, log, now });
  await vi.waitFor(async () => {
    await resendDueLetters({ deadLetters, publisher, log, now }, signal);
    expect(listener.ids().size).toBe(2);
  }, soon);
  expect(listener.events.map(({ id }) => id)).toEqual([dead.id, behind.id]);
  await vi.waitFor(async () => expect(await outbox.unsentCount()).toBe(0), soon);
});

test('without a store of letters a dead row is tried again now and then, and goes when it can', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  const [dead, behind] = createRows(2);
  if (!dead || !behind) throw new Error('no rows');
  await outbox.insert([dead, behind]);
  await outbox.query(
    "UPDATE outbox SET dead_at = now() - interval '59 s', attempts = 10 WHERE id = $1",
    [dead.id],
  );
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log, deadLookMs: 50 });
  await using listener = listen({ bus });
  await vi.waitFor(() => {
    expect(listener.events.map(({ id }) => id)).toEqual([dead.id, behind.id]);
  }, soon);
});
