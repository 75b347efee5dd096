import { randomUUID } from 'node:crypto';

import { expect, test, vi } from 'vitest';

import type { DeadLetter } from '../src/dead-letter.ts';
import { createPublisher } from '../src/publisher.ts';
import { startRelay } from '../src/relay.ts';
import { parkLetter, resendDueLetters, resendLetter, type ResendOptions } from '../src/resend.ts';
import {
  createBus,
  createOutbox,
  createRows,
  listen,
  log,
  testDeadLetters,
  versionsOf,
} from './_harness.ts';

vi.setConfig({ testTimeout: 60_000 });
const soon = { timeout: 40_000, interval: 50 };
const { signal } = new AbortController();
const minuteMs = 60_000;
const tenMinutesAgo = Date.now() - 10 * minuteMs;

/** A letter of a listener; those of a higher version failed later. */
function letterOf(group: string, args: { version: number; key: string | null }): DeadLetter {
  const [row] = createRows(1);
  if (row?.event.type !== 'post.edited') throw new Error('no row');
  const event = {
    ...row.event,
    data: { ...row.event.data, version: args.version, postId: randomUUID() },
  };
  const at = new Date(tenMinutesAgo + args.version);
  return {
    id: `${group}:topic:0:${args.version}`,
    kind: 'listener',
    group,
    topic: 'topic',
    partition: 0,
    offset: String(args.version),
    key: args.key === null ? null : Buffer.from(args.key).toString('base64'),
    headers: { 'event-id': [Buffer.from(event.id).toString('base64')] },
    value: Buffer.from(JSON.stringify(event)).toString('base64'),
    eventId: event.id,
    eventType: event.type,
    errorClass: 'Error',
    errorMessage: 'cannot',
    attempts: 4,
    firstFailedAt: at,
    lastFailedAt: at,
    status: 'waiting',
    resends: 0,
    nextResendAt: at,
    resolvedAt: null,
  };
}

/** A publisher that notes what it sends, and refuses or is away as told. */
function fakeBroker() {
  const sent: string[] = [];
  const state: { failure?: Error } = {};
  return {
    sent,
    state,
    publish: (messages: { value: unknown }[]) => {
      if (state.failure) return Promise.reject(state.failure);
      sent.push(...messages.map(({ value }) => JSON.parse(String(value)).data.version));
      return Promise.resolve();
    },
  };
}

const refusal = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' });
const now = (): Date => new Date();

test('what a group could not handle is sent to that group alone and handled; its letter is resent', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  await using publisher = createPublisher({ bus, log, now });
  let isBroken = true;
  const [poison] = createRows(1);
  if (!poison) throw new Error('no row');
  const group = `group-${bus.topic}`;
  await using listener = listen({
    bus,
    group,
    deadLetters,
    handle: () => (isBroken ? Promise.reject(new Error('broken')) : Promise.resolve()),
  });
  await using other = listen({ bus });
  await publisher.publish([{ key: poison.key, value: JSON.stringify(poison.event) }]);
  await vi.waitFor(async () => expect(await deadLetters.count({ group })).toBe(1), soon);
  await vi.waitFor(() => expect(other.ids()).toContain(poison.id), soon);

  const options = { deadLetters, publisher, log, now };
  // Still broken: it comes back as a letter that goes on counting.
  expect(await resendDueLetters(options, signal)).toEqual({ resent: 1, refused: 0, busy: 0 });
  await vi.waitFor(async () => {
    expect(await deadLetters.list({ group, status: 'waiting' })).toHaveLength(1);
    expect(await deadLetters.list({ group, status: 'resent' })).toHaveLength(1);
  }, soon);
  const [again] = await deadLetters.list({ group, status: 'waiting' });
  const [first] = await deadLetters.list({ group, status: 'resent' });
  expect(again).toMatchObject({
    resends: 1,
    firstFailedAt: first?.firstFailedAt,
    headers: first?.headers,
    value: first?.value,
  });
  expect(again?.nextResendAt.getTime()).toBeGreaterThan(Date.now());

  isBroken = false;
  expect(await resendDueLetters(options, signal)).toBeUndefined();
  const inAnHour = (): Date => new Date(Date.now() + 60 * minuteMs);
  expect(await resendDueLetters({ ...options, now: inAnHour }, signal)).toMatchObject({
    resent: 1,
  });
  await vi.waitFor(() => expect(listener.ids()).toContain(poison.id), soon);
  expect(other.events).toHaveLength(1);
  expect(await deadLetters.count({ status: 'waiting' })).toBe(0);
});

test('letters go in the order of their key; one that is not due or refused holds back those behind it, and no others', async () => {
  await using deadLetters = testDeadLetters();
  const broker = fakeBroker();
  const options = { deadLetters, publisher: broker, log, now };
  for (const version of [3, 1, 2]) await deadLetters.add(letterOf('a', { version, key: 'k' }));
  for (const version of [4, 5]) await deadLetters.add(letterOf('a', { version, key: null }));
  const early = letterOf('b', { version: 6, key: 'k' });
  await deadLetters.add({ ...early, nextResendAt: new Date(Date.now() + minuteMs) });
  await deadLetters.add(letterOf('b', { version: 7, key: 'k' }));

  broker.state.failure = refusal;
  expect(await resendDueLetters(options, signal)).toEqual({ resent: 0, refused: 3, busy: 0 });
  expect(await deadLetters.find('a:topic:0:1')).toMatchObject({
    status: 'waiting',
    resends: 1,
    errorMessage: 'too large',
  });
  expect(await deadLetters.find('a:topic:0:2')).toMatchObject({ resends: 0 });

  delete broker.state.failure;
  expect(await resendDueLetters(options, signal)).toBeUndefined();
  const later = (): Date => new Date(Date.now() + 5 * minuteMs);
  expect(await resendDueLetters({ ...options, now: later }, signal)).toMatchObject({ resent: 7 });
  expect(broker.sent.filter((version) => Number(version) <= 3)).toEqual([1, 2, 3]);
  expect(broker.sent.filter((version) => Number(version) >= 6)).toEqual([6, 7]);
});

test('brokers that are away end the run and count against no letter', async () => {
  await using deadLetters = testDeadLetters();
  const broker = fakeBroker();
  await deadLetters.add(letterOf('a', { version: 1, key: 'k' }));
  broker.state.failure = new Error('connect ECONNREFUSED');
  const options = { deadLetters, publisher: broker, log, now };
  await expect(resendDueLetters(options, signal)).rejects.toThrow('ECONNREFUSED');
  expect(await deadLetters.find('a:topic:0:1')).toMatchObject({ status: 'waiting', resends: 0 });
});

test('two that resend at once send each letter once', async () => {
  await using deadLetters = testDeadLetters();
  const broker = fakeBroker();
  for (let version = 1; version <= 20; version += 1) {
    await deadLetters.add(letterOf('a', { version, key: `k${version % 5}` }));
  }
  const options = { deadLetters, publisher: broker, log, now };
  await Promise.all([resendDueLetters(options, signal), resendDueLetters(options, signal)]);
  await resendDueLetters(options, signal);
  expect(broker.sent.toSorted((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

test.each(['resend:claimed', 'resend:sent', 'resend:changed'] as const)(
  'stopped dead at %s, the next run goes on: every letter is sent, none is left',
  async (point) => {
    await using deadLetters = testDeadLetters();
    const broker = fakeBroker();
    for (const version of [1, 2, 3]) await deadLetters.add(letterOf('a', { version, key: 'k' }));
    const options: ResendOptions = { deadLetters, publisher: broker, log, now };
    let passed = 0;
    const dying = {
      ...options,
      failpoint: (at: string) => {
        passed += at === point ? 1 : 0;
        if (at === point && passed === 2) throw new Error('killed');
      },
    };
    await expect(resendDueLetters(dying, signal)).rejects.toThrow('killed');
    await resendDueLetters(options, signal);
    expect(new Set(broker.sent)).toEqual(new Set([1, 2, 3]));
    expect([...new Set(broker.sent)]).toEqual([1, 2, 3]);
    expect(await deadLetters.count({ status: 'waiting' })).toBe(0);
  },
);

test('a parked letter is not sent by itself, lets those behind it go, and can be sent by a person', async () => {
  await using deadLetters = testDeadLetters();
  const broker = fakeBroker();
  const options = { deadLetters, publisher: broker, log, now };
  for (const version of [1, 2]) await deadLetters.add(letterOf('a', { version, key: 'k' }));
  expect(await parkLetter('a:topic:0:1', options)).toBe('parked');
  expect(await parkLetter('a:topic:0:1', options)).toBe('parked');
  expect(await parkLetter('a:topic:0:9', options)).toBe('absent');
  await resendDueLetters(options, signal);
  expect(broker.sent).toEqual([2]);
  expect(await parkLetter('a:topic:0:2', options)).toBe('decided');
  expect(await resendLetter('a:topic:0:1', options)).toBe('resent');
  expect(await resendLetter('a:topic:0:1', options)).toBe('decided');
  expect(broker.sent).toEqual([2, 1]);
});

test('done letters go after a while; those that wait stay for ever', async () => {
  await using deadLetters = testDeadLetters();
  const options = { deadLetters, publisher: fakeBroker(), log, now };
  for (const version of [1, 2]) await deadLetters.add(letterOf('a', { version, key: 'k' }));
  await parkLetter('a:topic:0:1', options);
  expect(await deadLetters.removeResolved(new Date(Date.now() - minuteMs))).toBe(0);
  expect(await deadLetters.removeResolved(new Date(Date.now() + minuteMs))).toBe(1);
  expect((await deadLetters.list()).map(({ id }) => id)).toEqual(['a:topic:0:2']);
});

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

test('however many wait behind a letter that is not due, those of other keys are sent', async () => {
  await using deadLetters = testDeadLetters();
  const broker = fakeBroker();
  const group = `group-${randomUUID()}`;
  const waiting = [1, 2, 3, 4, 5].map((version) => letterOf(group, { version, key: 'a' }));
  const [head] = waiting;
  if (!head) throw new Error('no letter');
  head.nextResendAt = new Date(Date.now() + 10 * minuteMs);
  for (const letter of [...waiting, letterOf(group, { version: 6, key: 'b' })])
    await deadLetters.add(letter);
  const options = { deadLetters, publisher: broker, log, now, limit: 2 };
  expect(await resendDueLetters(options, signal)).toMatchObject({ resent: 1 });
  expect(broker.sent).toEqual([6]);
});
