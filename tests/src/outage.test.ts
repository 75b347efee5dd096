import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removeFolder } from '@dailyfeed/dev-infra/remove-folder';
import { type Stores, startStores } from '@dailyfeed/dev-infra/stores';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';

import { all } from './all.ts';
import { openHomes } from './home.ts';
import { type Network, startNetwork } from './network.ts';
import { until } from './until.ts';

// Stores of this file's own: it ends them on purpose.
const stack = new AsyncDisposableStack();
let stores: Stores;
let network: Network;
let homes: Awaited<ReturnType<typeof openHomes>>;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'dailyfeed-outage-'));
  stack.defer(() => removeFolder(dataDir));
  stores = stack.use(
    await startStores({ dataDir, env: { PATH: process.env['PATH'] }, fresh: true }),
  );
  network = stack.use(await startNetwork({ urls: stores.urls, postsPerHour: 1000 }));
  homes = stack.use(await openHomes(stores.urls.REDIS_URL));
}, 300_000);
afterAll(() => stack.disposeAsync());

test('200 posts while Kafka is killed and comes back: all succeed, and all arrive once each', async () => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  // Read once, so that Bob has a home timeline to be fanned out to.
  await bob.api.timeline.feed.following.query({});

  const post = async (index: number): Promise<string> =>
    (
      await ann.api.content.post.create.mutate({
        text: `post ${index}`,
        idempotencyKey: `post-number-${index}`,
      })
    ).id;
  const ids: string[] = [];
  let kafkaIsBack: Promise<void> | undefined;
  for (let index = 0; index < 200; index += 10) {
    if (index === 60) await killDuring(stores.embedded.kafka);
    if (index === 140) {
      kafkaIsBack = stores.embedded.kafka?.start();
      kafkaIsBack?.catch(() => undefined);
    }
    ids.push(
      ...(await Promise.all(Array.from({ length: 10 }, (_, offset) => post(index + offset)))),
    );
  }
  await kafkaIsBack;
  expect(new Set(ids).size).toBe(200);

  const activities = await until(
    () =>
      all((cursor) =>
        ann.api.activity.activity.mine.query({ cursor, limit: 100, type: 'post.created' }),
      ),
    (items) => items.length >= 200,
    180_000,
  );
  expect(activities.map((item) => item.postId ?? '').toSorted()).toEqual(ids.toSorted());

  const newestFirst = ids.toSorted().toReversed();
  // Fanned out, each once; and so it is read.
  const home = await until(
    async () => {
      await bob.api.timeline.feed.following.query({});
      return homes.read(bob.memberId);
    },
    (found) => found.length >= 200,
    180_000,
  );
  expect(home).toEqual(newestFirst);
  const feed = await all((cursor) => bob.api.timeline.feed.following.query({ cursor, limit: 100 }));
  expect(feed.map((item) => item.id)).toEqual(newestFirst);
}, 600_000);

/** Which of them is told depends on whether the gateway waits for as long as the service does. */
const unavailable = expect.stringMatching(/^(?:STORE|UPSTREAM)_UNAVAILABLE$/) as string;
/** One who is told of an outage at once. */
const signUp = (name: string) => network.signUp(name, network.createClient({ fetch }));

test('without MongoDB only the story is away, and nothing of it is lost', async () => {
  const ann = await signUp('ann');
  await killDuring(stores.embedded.mongo);
  await expect(ann.api.activity.activity.mine.query({})).rejects.toMatchObject({
    data: { appCode: unavailable, httpStatus: 503 },
  });
  const post = await ann.api.content.post.create.mutate({
    text: 'still here',
    idempotencyKey: 'still-here',
  });
  expect(await ann.api.timeline.post.byId.query({ id: post.id })).toMatchObject({
    text: 'still here',
  });
  await stores.embedded.mongo?.start();
  const story = await until(
    () => ann.api.activity.activity.mine.query({}).catch(() => undefined),
    (page) => page?.items.some((item) => item.postId === post.id) ?? false,
    180_000,
  );
  expect(story?.items.filter((item) => item.postId === post.id)).toHaveLength(1);
}, 300_000);

test('without Redis everything goes on: log-in, follow, write, feed', async () => {
  const ann = await signUp('ann');
  await killDuring(stores.embedded.redis);
  const bob = await signUp('bob');
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const post = await ann.api.content.post.create.mutate({
    text: 'no cache',
    idempotencyKey: 'no-cache',
  });
  const feed = await bob.api.timeline.feed.following.query({});
  expect(feed.items.map((item) => item.id)).toContain(post.id);
  await stores.embedded.redis?.start();
}, 300_000);

test('without PostgreSQL what needs it says 503, and recovers by itself', async () => {
  const ann = await signUp('ann');
  await killDuring(stores.embedded.postgres);
  const write = ann.api.content.post.create.mutate({ text: 'lost?', idempotencyKey: 'while-away' });
  await expect(write).rejects.toMatchObject({
    data: { appCode: unavailable, httpStatus: 503 },
  });
  await stores.embedded.postgres?.start();
  const post = await until(
    () =>
      ann.api.content.post.create
        .mutate({ text: 'lost?', idempotencyKey: 'while-away' })
        .catch(() => undefined),
    (written) => written !== undefined,
    90_000,
  );
  const mine = await until(
    () => ann.api.timeline.feed.byAuthor.query({ authorId: ann.memberId }).catch(() => undefined),
    (page) => page !== undefined,
    90_000,
  );
  expect(mine?.items.map((item) => item.id)).toEqual([post?.id]);
}, 300_000);

/** Kills a store; should the test fail before it is back, it is started for the next one. */
async function killDuring(store: Stores['embedded']['redis']): Promise<void> {
  if (!store) throw new Error('not embedded');
  await store.kill();
  onTestFailed(() => store.start());
}
