import { expect, test, vi } from 'vitest';

import type { OutboxRow } from '../src/outbox.ts';
import { startRelay } from '../src/relay.ts';
import { createBus, createOutbox, createRows, listen, log, versionsOf } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 40_000, interval: 50 };

test('members of a group share its events; when one leaves under load, none is lost', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const group = `group-${bus.topic}`;
  await using staying = listen({ bus, group });
  const leaving = listen({ bus, group });
  const written: OutboxRow[] = [];
  const write = async (count: number): Promise<void> => {
    const rows = createRows(count, 30);
    await outbox.insert(rows);
    written.push(...rows);
    relay.wake();
  };

  await vi.waitFor(async () => {
    await write(30);
    expect(staying.events.length).toBeGreaterThan(0);
    expect(leaving.events.length).toBeGreaterThan(0);
  }, soon);
  await write(300);
  const left = leaving[Symbol.asyncDispose]();
  await write(300);
  await left;
  await write(300);

  await vi.waitFor(() => {
    const handled = new Set([...staying.ids(), ...leaving.ids()]);
    expect(handled).toEqual(new Set(written.map((row) => row.id)));
  }, soon);
  for (const key of new Set(written.map((row) => row.key))) {
    const versions = versionsOf(staying.events, key);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  }
});

test('a group goes on where it stopped; another group begins at the beginning', async () => {
  await using outbox = await createOutbox();
  const bus = createBus();
  await using _relay = startRelay({ databaseUrl: outbox.url, bus, log });
  const group = `group-${bus.topic}`;
  const first = listen({ bus, group });
  const [early, late] = [createRows(100, 10), createRows(50, 10)];
  await outbox.insert(early);
  await vi.waitFor(() => expect(first.ids().size).toBe(100), soon);
  await first[Symbol.asyncDispose]();

  await outbox.insert(late);
  await using second = listen({ bus, group });
  await using other = listen({ bus, group: `other-${bus.topic}` });

  await vi.waitFor(() => expect(other.ids().size).toBe(150), soon);
  const lateIds = late.map((row) => row.id);
  await vi.waitFor(() => expect([...second.ids()]).toEqual(expect.arrayContaining(lateIds)), soon);
  // What was handled last may come once more, and not all of it again.
  expect(second.ids().size).toBeLessThan(150);
});
