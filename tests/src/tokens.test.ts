import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';
import { ask, refreshNeeded, watch, type Watched } from './watched.ts';

// Access tokens as clients see them, through the gateway and at a service itself.

const minuteMs = 60_000;
const stack = new AsyncDisposableStack();
let network: Network;
/** The clock of all services jumps, and never while something is under way: passports live for a minute. */
let aheadMs = 0;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  const now = () => new Date(Date.now() + aheadMs);
  network = stack.use(await startNetwork({ urls: stores.urls, now }));
});
afterAll(() => stack.disposeAsync());

test('50 queries and 50 mutations at once with an expired token: one refresh, all succeed, each mutation once', async () => {
  const ann = await watch(network, 'ann');
  const { api, memberId } = ann;
  // A site in use: its services are connected to their stores.
  await Promise.all(Array.from({ length: 10 }, () => api.timeline.feed.following.query({})));
  aheadMs += 16 * minuteMs;
  const [posts, feeds] = await Promise.all([
    Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        api.content.post.create.mutate({
          text: `post ${index}`,
          idempotencyKey: `expired-${index}`,
        }),
      ),
    ),
    Promise.all(Array.from({ length: 50 }, () => api.timeline.feed.following.query({}))),
  ]);
  expect(feeds).toHaveLength(50);
  expect(new Set(posts.map((post) => post.id)).size).toBe(50);
  expect(ann.refreshes()).toBe(1);
  expect(ann.statuses).toContain(401);
  const written = await api.timeline.feed.byAuthor.query({ authorId: memberId, limit: 100 });
  const idsOf = (items: { id: string }[]) => items.map((post) => post.id).toSorted();
  expect(idsOf(written.items)).toEqual(idsOf(posts));
});

test('keys are rotated under load without one 401, and each rotation costs a client one refresh', async () => {
  aheadMs += 12 * minuteMs;
  const people = await Promise.all(
    ['ann', 'bob', 'cat', 'dan'].map((name) => watch(network, name)),
  );
  const rotations = 3;
  const direct: number[] = [];
  for (let rotation = 1; rotation <= rotations; rotation += 1) {
    const before = people.map((person) => person.token());
    await underLoad(people, direct, async () => {
      await network.keys.rotate();
      await moreAnswers(people);
    });
    // By now whoever verifies has looked at the keys again, and no token has come to its end.
    aheadMs += 10.1 * minuteMs;
    await underLoad(people, direct, async () => {
      await until(
        () => Promise.resolve(people.map((person) => person.refreshes())),
        (refreshes) => refreshes.every((each) => each >= rotation),
        60_000,
      );
      for (const url of [network.url + '/api/timeline', network.timelineUrl + '/trpc']) {
        await until(
          () => Promise.all(before.map((token) => ask(url, token))),
          (answers) => answers.every(({ status, way }) => status === 200 && way === refreshNeeded),
        );
      }
      await moreAnswers(people);
    });
    expect(people.map((person) => person.refreshes())).toEqual(people.map(() => rotation));
    // The next key has been published for 12 minutes, and tokens are two minutes old.
    aheadMs += 1.9 * minuteMs;
  }
  for (const statuses of [direct, ...people.map((person) => person.statuses)]) {
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(rotations * 20);
    // A machine that does other things may give a 503, but never this.
    expect(statuses).not.toContain(401);
  }
}, 600_000);

test('when a leaked key is revoked everyone it signed refreshes, and nobody has to log in again', async () => {
  const people = await Promise.all(['ann', 'bob', 'cat'].map((name) => watch(network, name)));
  const tokens = people.map((person) => person.token());
  await network.keys.revokeCurrent();
  await until(
    () => Promise.all(tokens.map((token) => ask(`${network.url}/api/timeline`, token))),
    (answers) => answers.every(({ status, way }) => status === 401 && way === refreshNeeded),
    30_000,
  );
  await Promise.all(
    people.map(async (person, index) => {
      await person.api.timeline.feed.following.query({});
      await person.api.content.post.create.mutate({
        text: 'still here',
        idempotencyKey: `still-here-${index}`,
      });
      expect(person.token()).not.toBe(tokens[index]);
      expect([person.refreshes(), person.session.state]).toEqual([1, 'member']);
    }),
  );
});

/** Reads as fast as answers come, half of it past the gateway, until `work` is done and all is answered. */
async function underLoad(
  people: Watched[],
  direct: number[],
  work: () => Promise<void>,
): Promise<void> {
  const isOver = { yet: false };
  const read = async (person: Watched, turn: number): Promise<void> => {
    if (turn % 2 === 0) {
      await person.api.timeline.feed.following.query({}).catch(() => undefined); // see its statuses
      return;
    }
    direct.push((await ask(`${network.timelineUrl}/trpc`, person.token())).status);
  };
  const loads = people.flatMap((person) =>
    [0, 1].map(async (first) => {
      for (let turn = first; !isOver.yet; turn += 1) {
        await read(person, turn);
      }
    }),
  );
  try {
    await work();
  } finally {
    isOver.yet = true;
    await Promise.all(loads);
  }
}

/** Waits until everybody has had ten further answers of the gateway. */
async function moreAnswers(people: Watched[]): Promise<void> {
  const before = people.map((person) => person.statuses.length);
  await until(
    () => Promise.resolve(people.map((person) => person.statuses.length)),
    (answers) => answers.every((each, index) => each >= (before[index] ?? 0) + 10),
    60_000,
  );
}
