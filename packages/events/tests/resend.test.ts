import { randomUUID } from 'node:crypto';

import { expect, test, vi } from 'vitest';

import type { DeadLetter } from '../src/dead-letter.ts';
import { createPublisher } from '../src/publisher.ts';
import {
  decideWaiting,
  parkLetter,
  resendDueLetters,
  resendLetter,
  type ResendOptions,
} from '../src/resend.ts';
import { createBus, createRows, listen, log, testDeadLetters } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
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

test('what a group could not handle is sent to that group alone and handled; until then it is one letter', async () => {
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
  // A topic that was made this moment may have no leader yet.
  const message = { key: poison.key, value: JSON.stringify(poison.event) };
  await vi.waitFor(() => publisher.publish([message]), soon);
  await vi.waitFor(async () => expect(await deadLetters.count({ group })).toBe(1), soon);
  await vi.waitFor(() => expect(other.ids()).toContain(poison.id), soon);

  const options = { deadLetters, publisher, log, now };
  const [{ id } = { id: '' }] = await deadLetters.list({ group });
  const first = await deadLetters.find(id);
  // Still broken: it comes back, and its letter waits again and goes on counting.
  expect(await resendDueLetters(options, signal)).toEqual({ resent: 1, refused: 0, busy: 0 });
  await vi.waitFor(async () => {
    expect(await deadLetters.find(id)).toMatchObject({ status: 'waiting', resends: 1 });
  }, soon);
  const again = await deadLetters.find(id);
  expect(again).toEqual({
    ...first,
    resends: 1,
    lastFailedAt: expect.any(Date),
    nextResendAt: expect.any(Date),
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
  expect(await deadLetters.list()).toMatchObject([{ id, status: 'resent' }]);
});

test('a letter waits again only for a failure that it does not know of, and not before who sends it is through', async () => {
  await using deadLetters = testDeadLetters();
  const options = { deadLetters, publisher: fakeBroker(), log, now };
  const letter = letterOf('a', { version: 1, key: 'k' });
  const failedAgain = { ...letter, resends: 1, errorMessage: 'still cannot' };
  await deadLetters.add(letter);
  await resendLetter(letter.id, options);
  await deadLetters.claims.hold(letter.id, async () => {
    await expect(deadLetters.add(failedAgain)).rejects.toThrow('someone else');
  });
  await deadLetters.add(failedAgain);
  const reopened = { status: 'waiting', resolvedAt: null, resends: 1 };
  expect(await deadLetters.find(letter.id)).toMatchObject(reopened);
  await resendLetter(letter.id, options);
  // Both are delivered again, as after a kill.
  await deadLetters.add(letter);
  await deadLetters.add(failedAgain);
  expect(await deadLetters.find(letter.id)).toMatchObject({ status: 'resent', resends: 1 });
});

test('all that wait are decided, due or not, in order; behind one that does not go, those of its key are held', async () => {
  await using deadLetters = testDeadLetters();
  const broker = fakeBroker();
  const nextResendAt = new Date(Date.now() + 10 * minuteMs);
  for (const version of [5, 4, 3, 2, 1]) {
    const key = version % 2 === 0 ? 'even' : 'odd';
    await deadLetters.add({ ...letterOf('a', { version, key }), nextResendAt });
  }
  await deadLetters.add(letterOf('b', { version: 6, key: 'odd' }));
  const options = { deadLetters, publisher: broker, log, now, limit: 2 };
  const decided: [id: string, outcome: string][] = [];
  const decide = (id: string) => resendLetter(id, options);
  await deadLetters.claims.hold('a:topic:0:2', async () => {
    const filter = { kind: 'listener', group: 'a' } as const;
    for await (const { id, outcome } of decideWaiting(filter, { ...options, decide })) {
      decided.push([id, outcome]);
    }
  });
  expect(decided).toEqual([
    ['a:topic:0:1', 'resent'],
    ['a:topic:0:2', 'busy'],
    ['a:topic:0:3', 'resent'],
    ['a:topic:0:4', 'held'],
    ['a:topic:0:5', 'resent'],
  ]);
  expect(broker.sent).toEqual([1, 3, 5]);
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

test('a parked letter that a person sends waits again when it fails before it is said to be sent', async () => {
  await using deadLetters = testDeadLetters();
  const letter = letterOf('a', { version: 1, key: 'k' });
  await deadLetters.add(letter);
  await parkLetter(letter.id, { deadLetters, now });
  const failedAgain = () => deadLetters.add({ ...letter, resends: 1 });
  const publisher = {
    publish: async () => {
      // Its group is faster than who has sent it: it waits until that is done, as for a store that is away.
      await expect(failedAgain()).rejects.toThrow('someone else');
    },
  };
  expect(await resendLetter(letter.id, { deadLetters, publisher, log, now })).toBe('resent');
  await failedAgain();
  expect(await deadLetters.list()).toMatchObject([{ id: letter.id, status: 'waiting' }]);
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
