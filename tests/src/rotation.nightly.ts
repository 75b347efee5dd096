import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { type Network, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';
import { ask, watch, type Watched } from './watched.ts';

const perSecond = 200;
/** As long as it takes to see what a rotation does to requests under way. */
const phaseSeconds = 10;
const rotations = 3;
const minuteMs = 60_000;

test(`keys are rotated under ${perSecond} requests a second, come when they may, without one 401`, async () => {
  let aheadMs = 0;
  await using stores = await createStores();
  const now = (): Date => new Date(Date.now() + aheadMs);
  await using network = await startNetwork({ urls: stores.urls, now });
  aheadMs += 12 * minuteMs;
  const people = await Promise.all(
    Array.from({ length: 20 }, (_, index) => watch(network, `p${index}`)),
  );
  const direct: number[] = [];
  for (let rotation = 1; rotation <= rotations; rotation += 1) {
    await pace(network, { people, direct, halfWay: () => network.keys.rotate() });
    // By now whoever verifies has looked at the keys again, and no token has come to its end.
    aheadMs += 10.1 * minuteMs;
    await pace(network, { people, direct, halfWay: () => Promise.resolve() });
    // What a client renews after an answer may still be on its way.
    await until(
      () => Promise.resolve(people.map((person) => person.refreshes())),
      (refreshes) => refreshes.every((each) => each >= rotation),
    );
    expect(people.map((person) => person.refreshes())).toEqual(people.map(() => rotation));
    aheadMs += 1.9 * minuteMs;
  }
  const statuses = [...direct, ...people.flatMap((person) => person.statuses)];
  expect(statuses.length).toBeGreaterThanOrEqual(perSecond * phaseSeconds * rotations * 2);
  expect(statuses.filter((status) => status === 401)).toEqual([]);
});

/** Sends by the clock and not by the answers, half of it past the gateway; ends when all is answered. */
async function pace(
  network: Network,
  args: { people: readonly Watched[]; direct: number[]; halfWay: () => Promise<void> },
): Promise<void> {
  const { people, direct, halfWay } = args;
  const startedAt = performance.now();
  const count = perSecond * phaseSeconds;
  const underWay: Promise<unknown>[] = [];
  const send = async (index: number): Promise<void> => {
    const person = people[Math.floor(index / 2) % people.length];
    if (!person) return;
    if (index % 2 === 0) {
      await person.api.timeline.feed.following.query({}).catch(() => undefined); // see its statuses
    } else {
      direct.push((await ask(`${network.timelineUrl}/trpc`, person.token())).status);
    }
  };
  for (let index = 0; index < count; index += 1) {
    const dueMs = startedAt + (index * 1000) / perSecond - performance.now();
    if (dueMs > 0) await delay(dueMs);
    if (index === count / 2) underWay.push(halfWay());
    underWay.push(send(index));
  }
  await Promise.all(underWay);
}
