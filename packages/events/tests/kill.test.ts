import { expect, test, vi } from 'vitest';

import { createFaultWorld } from './_fault.ts';
import { createRows, listen, versionsOf } from './_harness.ts';

vi.setConfig({ testTimeout: 240_000 });
const soon = { timeout: 60_000, interval: 100 };

test('a relay killed at every point of its way loses nothing and keeps the order of a key', async () => {
  await using world = await createFaultWorld();
  const rows = createRows(400, 10);
  await world.outbox.insert(rows);
  for (const point of ['relay:locked', 'relay:sent', 'relay:marked', 'relay:committed'] as const) {
    // Each has something to be killed at.
    expect(await world.outbox.unsentCount()).toBeGreaterThan(0);
    await world.runUntilKilled('relay', { killAt: { point, passes: 1 } });
  }
  world.start('relay');
  await using listener = listen({ bus: world.bus });

  await vi.waitFor(() => expect(listener.ids()).toEqual(new Set(rows.map(({ id }) => id))), soon);
  await vi.waitFor(async () => expect(await world.outbox.unsentCount()).toBe(0), soon);
  for (const key of new Set(rows.map((row) => row.key))) {
    expect(versionsOf(listener.events, key)).toEqual(
      Array.from({ length: 40 }, (_, index) => index),
    );
  }
});

test.each([
  ['one by one', 5],
  ['together', 1],
] as const)(
  'a consumer that handles %s, killed after an effect, has every effect once, and no event is lost',
  async (handling, passes) => {
    await using world = await createFaultWorld();
    const rows = createRows(60, 10);
    await world.outbox.insert(rows);
    world.start('relay');
    await world.runUntilKilled('consumer', {
      handling,
      killAt: { point: 'consumer:handled', passes },
    });
    world.start('consumer', { handling });
    await vi.waitFor(async () => {
      const ids = await world.effects.idsOf(world.groupOf('group'));
      expect(ids.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    }, soon);
  },
);
