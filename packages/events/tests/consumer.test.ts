import { randomUUID } from 'node:crypto';

import { expect, test, vi } from 'vitest';

import { type OutboxRow } from '../src/outbox.ts';
import { createBus, createRows, listen, produce, testDeadLetters, versionsOf } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };
const dayMs = 86_400_000;

test('bytes that are no event, and events of an unknown type or version, are laid down untouched and the rest goes on', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  await using listener = listen({ bus, deadLetters, group: 'readers' });
  const [before, after] = createRows(2);
  if (!before || !after) throw new Error('no rows');
  const notJson = 'hello, {';
  const unknown = JSON.stringify({ ...before.event, id: randomUUID(), type: 'post.vanished' });
  const ofTomorrow = JSON.stringify({ ...before.event, id: randomUUID(), version: 2 });
  await ready(listener, bus);

  await produce(bus, [
    message(before),
    { key: 'k', value: notJson, headers: { trace: 'abc' } },
    { value: unknown },
    { value: ofTomorrow },
    { key: 'tombstone', value: null },
    message(after),
  ]);

  await vi.waitFor(() => expect(listener.ids()).toContain(after.id), soon);
  expect(listener.ids()).toContain(before.id);
  const latestFirst = await deadLetters.list({ group: 'readers', status: 'waiting' });
  expect(latestFirst[0]).not.toHaveProperty('value');
  const found = await Promise.all(latestFirst.toReversed().map(({ id }) => deadLetters.find(id)));
  const letters = found.flatMap((letter) => letter ?? []);
  expect(
    letters.map(({ key, value, headers, eventType, attempts }) => ({
      key: decode(key),
      value: decode(value),
      trace: decode(headers['trace']?.[0] ?? null),
      eventType,
      attempts,
    })),
  ).toEqual([
    { key: 'k', value: notJson, trace: 'abc', eventType: null, attempts: 1 },
    { key: null, value: unknown, trace: null, eventType: 'post.vanished', attempts: 1 },
    { key: null, value: ofTomorrow, trace: null, eventType: 'post.edited', attempts: 1 },
    { key: 'tombstone', value: null, trace: null, eventType: null, attempts: 1 },
  ]);
  expect(letters[0]).toMatchObject({
    group: 'readers',
    topic: expect.stringContaining(bus.topic),
    partition: 0,
    offset: expect.stringMatching(/^\d+$/),
    errorClass: 'EnvelopeInvalidError',
    errorMessage: 'not JSON',
    firstFailedAt: expect.any(Date),
    lastFailedAt: expect.any(Date),
  });
  // It says what is wrong with it, and quotes nothing.
  expect(letters[2]).toMatchObject({ errorMessage: 'not an event: version: invalid_value' });
});

test('many are handed over at once, in order; what fails together is handled one by one, and only the bad one is laid down', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  const rows = createRows(30);
  const [bad] = rows.slice(20);
  if (!bad) throw new Error('no rows');
  const together: number[] = [];
  const seen: string[] = [];
  await using listener = listen({
    bus,
    deadLetters,
    group: 'many',
    handle: (event) => (event.id === bad.id ? Promise.reject(new Error('bad')) : Promise.resolve()),
    handleMany: (events) => {
      if (events.some(({ id }) => id === bad.id)) return Promise.reject(new Error('bad'));
      together.push(events.length);
      seen.push(...events.map(({ id }) => id));
      return Promise.resolve();
    },
  });
  await ready(listener, bus);
  const other = { ...message(rows[0] ?? bad), headers: { 'x-target-group': 'others' } };

  await produce(bus, [...rows.slice(0, 15).map(message), other]);
  await vi.waitFor(() => expect(seen).toHaveLength(15), soon);
  expect(seen).toEqual(rows.slice(0, 15).map(({ id }) => id));
  expect(together.length).toBeLessThan(15);

  await produce(bus, rows.slice(15).map(message));
  await vi.waitFor(() => expect(listener.ids()).toContain(rows.at(-1)?.id), soon);
  const good = rows.slice(15).filter(({ id }) => id !== bad.id);
  expect([...listener.ids()].filter((id) => good.some((row) => row.id === id))).toEqual(
    good.map(({ id }) => id),
  );
  const letters = await deadLetters.list({ group: 'many', status: 'waiting' });
  expect(letters).toMatchObject([{ errorMessage: 'bad', attempts: 4 }]);
});

test('an event that fails is tried 4 times, then laid down, and the rest goes on', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  const [poison, after] = createRows(2);
  if (!poison || !after) throw new Error('no rows');
  let attempts = 0;
  await using listener = listen({
    bus,
    deadLetters,
    handle: (event) => {
      if (event.id !== poison.id) return Promise.resolve();
      attempts += 1;
      return Promise.reject(new RangeError('cannot'));
    },
  });
  await ready(listener, bus);

  await produce(bus, [message(poison), message(after)]);

  await vi.waitFor(() => expect(listener.ids()).toContain(after.id), soon);
  expect(attempts).toBe(4);
  expect(await deadLetters.list()).toEqual([
    expect.objectContaining({
      eventId: poison.id,
      eventType: 'post.edited',
      errorClass: 'RangeError',
      errorMessage: 'cannot',
      attempts: 4,
    }),
  ]);
});

test('an event that fails once is handled all the same, in its place', async () => {
  const bus = createBus();
  const rows = createRows(5);
  let hasFailed = false;
  await using listener = listen({
    bus,
    handle: () => {
      if (hasFailed) return Promise.resolve();
      hasFailed = true;
      return Promise.reject(new Error('passing'));
    },
  });
  await ready(listener, bus);
  await produce(bus, rows.map(message));
  await vi.waitFor(() => expect(listener.ids().size).toBe(6), soon);
  expect(versionsOf(listener.events, rows[0]?.key ?? '')).toEqual([0, 1, 2, 3, 4]);
});

test('while a store is away events wait, are not laid down, and keep their order', async () => {
  const bus = createBus();
  const rows = createRows(4);
  let isAway = false;
  let refusals = 0;
  await using listener = listen({
    bus,
    isUnavailable: (error) => error instanceof Error && error.message === 'away',
    handle: () => {
      if (!isAway) return Promise.resolve();
      refusals += 1;
      return Promise.reject(new Error('away'));
    },
  });
  await ready(listener, bus);
  isAway = true;
  await produce(bus, rows.map(message));
  // More than the attempts an event is given.
  await vi.waitFor(() => expect(refusals).toBeGreaterThan(4), soon);
  isAway = false;
  await vi.waitFor(() => expect(listener.ids().size).toBe(5), soon);
  expect(versionsOf(listener.events, rows[0]?.key ?? '')).toEqual([0, 1, 2, 3]);
});

test('what takes a store too long is waited for a while, then laid down; sent again, it has had its time', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  const [slow, after, last] = createRows(3);
  if (!slow || !after || !last) throw new Error('no rows');
  const isSlow = (error: unknown): boolean => error instanceof Error && error.message === 'slow';
  let tries = 0;
  const options = { bus, deadLetters, isUnavailable: isSlow, isTooSlow: isSlow };
  await using listener = listen({
    ...options,
    group: 'patient',
    slowMaxMs: 600,
    handle: (event) => {
      if (event.id !== slow.id) return Promise.resolve();
      tries += 1;
      return Promise.reject(new Error('slow'));
    },
  });
  await ready(listener, bus);

  const begunAt = Date.now();
  await produce(bus, [message(slow), message(after)]);
  await vi.waitFor(() => expect(listener.ids()).toContain(after.id), soon);
  expect(Date.now() - begunAt).toBeGreaterThan(600);
  const [letter] = await deadLetters.list({ group: 'patient' });
  expect(letter).toMatchObject({ eventId: slow.id, errorMessage: 'slow', attempts: 4 });

  tries = 0;
  const headers = {
    'x-dead-letter-id': letter?.id ?? '',
    'x-dead-letter-resends': '1',
    'x-dead-letter-first-failed-at': new Date().toISOString(),
  };
  await produce(bus, [{ ...message(slow), headers }, message(last)]);
  await vi.waitFor(() => expect(listener.ids()).toContain(last.id), soon);
  expect(tries).toBe(4);
});

test('while the dead-letter store is away too, nothing is skipped', async () => {
  const bus = createBus();
  await using deadLetters = testDeadLetters();
  let refusals = 0;
  let isAway = true;
  const [after] = createRows(1);
  if (!after) throw new Error('no row');
  await using listener = listen({
    bus,
    deadLetters: {
      add: (letter) => {
        if (!isAway) return deadLetters.add(letter);
        refusals += 1;
        return Promise.reject(new Error('away'));
      },
    },
  });
  await ready(listener, bus);

  await produce(bus, [{ key: 'k', value: 'poison' }, message(after)]);
  await vi.waitFor(() => expect(refusals).toBeGreaterThan(2), soon);
  expect(listener.ids()).not.toContain(after.id);

  isAway = false;
  await vi.waitFor(() => expect(listener.ids()).toContain(after.id), soon);
  expect(await deadLetters.count({ status: 'waiting' })).toBe(1);
});

test('a message sent again for one group is passed by in the others', async () => {
  const bus = createBus();
  await using meant = listen({ bus, group: `meant-${bus.topic}` });
  await using other = listen({ bus, group: `other-${bus.topic}` });
  const [resent, after] = createRows(2);
  if (!resent || !after) throw new Error('no rows');
  await Promise.all([ready(meant, bus), ready(other, bus)]);
  await produce(bus, [
    { ...message(resent), headers: { 'x-target-group': `meant-${bus.topic}` } },
    message(after),
  ]);
  await vi.waitFor(() => expect(other.ids()).toContain(after.id), soon);
  await vi.waitFor(() => expect(meant.ids()).toContain(resent.id), soon);
  expect(other.ids()).not.toContain(resent.id);
});

test('the day roll: a running consumer reads the topics of days that come, and of days it missed', async () => {
  const bus = createBus();
  let now = new Date();
  await using listener = listen({ bus, now: () => now });
  await ready(listener, bus);
  const [tomorrows, later] = createRows(2);
  if (!tomorrows || !later) throw new Error('no rows');

  await produce(bus, [message(tomorrows)], new Date(now.getTime() + dayMs));
  await vi.waitFor(() => expect(listener.ids()).toContain(tomorrows.id), soon);

  now = new Date(now.getTime() + 3 * dayMs);
  await vi.waitFor(() => produce(bus, [message(later)], now), soon);
  await vi.waitFor(() => expect(listener.ids()).toContain(later.id), soon);

  await using latecomer = listen({ bus, now: () => now });
  await vi.waitFor(() => expect(latecomer.ids()).toEqual(listener.ids()), soon);
});

function message(row: OutboxRow): { key: string; value: string } {
  return { key: row.key, value: JSON.stringify(row.event) };
}

/** Topics exist once the consumer has made them; it consumes once it has seen a first event. */
async function ready(listener: ReturnType<typeof listen>, bus: ReturnType<typeof createBus>) {
  const [first] = createRows(1);
  if (!first) throw new Error('no row');
  await vi.waitFor(() => produce(bus, [message(first)]), soon);
  await vi.waitFor(() => expect(listener.ids()).toContain(first.id), soon);
}

function decode(base64: string | null): string | null {
  return base64 === null ? null : Buffer.from(base64, 'base64').toString();
}
