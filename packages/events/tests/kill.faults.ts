import { ConfigResourceTypes } from 'kafkajs';
import { expect, test, vi } from 'vitest';

import { type BusOptions, createKafka } from '../src/bus.ts';
import { createDeadLetters } from '../src/dead-letters.ts';
import { parkLetter } from '../src/resend.ts';
import { ensureTopics } from '../src/topic.ts';
import type { KillPoint } from './_fault-process.ts';
import { createFaultWorld } from './_fault.ts';
import { createRows, listen, log, versionsOf, withAdmin } from './_harness.ts';

vi.setConfig({ testTimeout: 600_000 });
const soon = { timeout: 300_000, interval: 200 };

/** With how often each is passed before the end, and how much must have been committed by then. */
const waysOf = {
  'one by one': {
    points: [
      'consumer:received',
      'consumer:claimed',
      'consumer:handled',
      'consumer:marked',
      'consumer:committed',
    ],
    passes: [1, 7],
    committed: 1,
  },
  // Without marks: the effects alone tell what was done.
  together: {
    points: ['consumer:received', 'handler:wrote', 'consumer:handled', 'consumer:committed'],
    passes: [1, 2],
    committed: 0,
  },
} as const satisfies Record<
  string,
  { points: readonly KillPoint[]; passes: readonly number[]; committed: number }
>;

test.each(['one by one', 'together'] as const)(
  'consumers that handle %s, killed again and again at every point of their way: ids produced are ids stored',
  async (handling) => {
    await using world = await createFaultWorld();
    const rows = createRows(600, 30);
    await world.outbox.insert(rows);
    world.start('relay');
    const ids = idsOf(rows);
    const { points, passes, committed } = waysOf[handling];
    for (const point of points) {
      const options = { group: point, handling };
      for (const pass of passes) {
        await world.runUntilKilled('consumer', { ...options, killAt: { point, passes: pass } });
      }
      // The last was killed behind what the broker has been told.
      expect(await world.committedOf(point)).toBeGreaterThanOrEqual(committed);
      const survivor = world.start('consumer', options);
      await vi.waitFor(async () => {
        expect((await world.effects.idsOf(world.groupOf(point))).toSorted()).toEqual(ids);
      }, soon);
      survivor.kill('SIGKILL');
    }
  },
);

test('relays killed at every point while rows are written: ids produced are ids stored', async () => {
  await using world = await createFaultWorld();
  world.start('consumer');
  const written: string[] = [];
  const over = new AbortController();
  const writing = (async () => {
    while (!over.signal.aborted) {
      const rows = createRows(20, 10);
      await world.outbox.insert(rows);
      written.push(...rows.map(({ id }) => id));
    }
  })();
  for (const point of ['relay:locked', 'relay:sent', 'relay:marked', 'relay:committed'] as const) {
    for (const passes of [1, 3, 5]) {
      await world.runUntilKilled('relay', { killAt: { point, passes } });
    }
  }
  over.abort();
  await writing;
  world.start('relay');
  await vi.waitFor(async () => {
    const stored = await world.effects.idsOf(world.groupOf('group'));
    expect(stored.toSorted()).toEqual(written.toSorted());
  }, soon);
});

test('consumers killed as they lay letters down, and those who send them again at every point: each event has one letter, and its effect', async () => {
  await using world = await createFaultWorld();
  await using deadLetters = createDeadLetters({ mongoUrl: world.mongoUrl, log });
  const rows = createRows(30, 10);
  await world.outbox.insert(rows);
  world.start('relay');
  const ids = idsOf(rows);
  for (const passes of [1, 4]) {
    const killAt = { point: 'consumer:buried', passes } as const;
    await world.runUntilKilled('consumer', { handling: 'refused', killAt });
  }
  const refusing = world.start('consumer', { handling: 'refused' });
  await vi.waitFor(async () => {
    const letters = await deadLetters.list();
    expect(letters.map(({ eventId }) => eventId ?? '').toSorted()).toEqual(ids);
  }, soon);
  refusing.kill('SIGKILL');

  world.start('consumer');
  for (const point of ['resend:claimed', 'resend:sent', 'resend:changed'] as const) {
    for (const passes of [1, 3]) {
      await world.runUntilKilled('resender', { killAt: { point, passes } });
    }
  }
  world.start('resender');
  await vi.waitFor(async () => {
    const handled = await world.effects.idsOf(world.groupOf('group'));
    expect(handled.toSorted()).toEqual(ids);
    expect(await deadLetters.count({ status: 'resent' })).toBe(ids.length);
  }, soon);
});

test('relays killed as they lay letters down and follow them, and who sends those again, at every point: each refused row has one letter, and arrives before those behind it', async () => {
  await using world = await createFaultWorld();
  await using deadLetters = createDeadLetters({ mongoUrl: world.mongoUrl, log });
  await using listener = listen({ bus: world.bus });
  await limitMessages(world.bus, 20_000);
  const keys = 24;
  const rows = createRows(keys * 3, keys);
  const huge = rows.slice(0, keys - 2);
  for (const { event } of huge) {
    if (event.type === 'post.edited') event.data.text = 'x'.repeat(50_000);
  }
  await world.outbox.insert(rows);
  for (const point of ['relay:refused', 'relay:buried', 'relay:laid-down'] as const) {
    for (const passes of [1, 3]) {
      await world.runUntilKilled('relay', { killAt: { point, passes } });
    }
  }
  const relay = world.start('relay');
  await vi.waitFor(async () => {
    const letters = await deadLetters.list({ kind: 'publisher', status: 'waiting' });
    expect(letters.map(({ id }) => id).toSorted()).toEqual(idsOf(huge));
    // All but those, and what waits behind them.
    expect(await world.outbox.unsentCount()).toBe(huge.length * 3);
  }, soon);
  relay.kill('SIGKILL');

  await limitMessages(world.bus, 1_000_000);
  const parked = huge.slice(0, 2);
  for (const { id } of parked) await parkLetter(id, { deadLetters, now: () => new Date() });
  for (const point of ['resend:claimed', 'resend:sent', 'resend:changed'] as const) {
    for (const passes of [1, 3]) {
      await world.runUntilKilled('resender', { killAt: { point, passes } });
    }
  }
  for (const point of ['relay:followed', 'relay:parked', 'relay:settled'] as const) {
    await world.runUntilKilled('relay', { killAt: { point, passes: 1 } });
  }
  world.start('resender');
  world.start('relay');
  await vi.waitFor(async () => {
    expect(await world.outbox.unsentCount()).toBe(parked.length);
  }, soon);
  const arriving = idsOf(rows.filter((row) => !parked.includes(row)));
  await vi.waitFor(() => expect([...listener.ids()].toSorted()).toEqual(arriving), soon);
  const parkedKeys = new Set(parked.map(({ key }) => key));
  for (const key of new Set(rows.map((row) => row.key))) {
    expect(versionsOf(listener.events, key)).toEqual(parkedKeys.has(key) ? [1, 2] : [0, 1, 2]);
  }
  const count = (status: 'resent' | 'parked') => deadLetters.count({ kind: 'publisher', status });
  expect([await count('resent'), await count('parked')]).toEqual([huge.length - 2, 2]);
});

/** From here on the brokers refuse what is larger, in bytes. */
async function limitMessages(bus: BusOptions, bytes: number): Promise<void> {
  const now = new Date();
  const topics = await ensureTopics(createKafka(bus, log), bus, { now });
  const configEntries = [{ name: 'max.message.bytes', value: String(bytes) }];
  await withAdmin(bus, (admin) =>
    admin.alterConfigs({
      validateOnly: false,
      resources: topics.map((name) => ({
        type: ConfigResourceTypes.TOPIC,
        name,
        configEntries,
      })),
    }),
  );
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id).toSorted();
}
