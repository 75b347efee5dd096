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

// A request may be refused for load (503): whoever sent it is told to try again. What never may come is a 401.
test(`keys are rotated under ${perSecond} requests a second, come when they may, without one 401`, async () => {
  let aheadMs = 0;
  await using stores = await createStores();
  const now = (): Date => new Date(Date.now() + aheadMs);
  await using network = await startNetwork({ urls: stores.urls, now });
  aheadMs += 12 * minuteMs;
  const people: Watched[] = [];
  // One after the other: hashing twenty passwords at once would leave the rest no time.
  for (let index = 0; index < 20; index += 1) people.push(await watch(network, `p${index}`));
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
      60_000,
    );
    expect(people.map((person) => person.refreshes())).toEqual(people.map(() => rotation));
    aheadMs += 1.9 * minuteMs;
  }
  const statuses = [...direct, ...people.flatMap((person) => person.statuses)];
  // Through the client, questions of one moment travel together; past the gateway each has its own answer.
  expect(direct).toHaveLength(perSecond * phaseSeconds * rotations);
  expect(statuses.filter((status) => status === 401)).toEqual([]);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(statuses.length / 2);
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
