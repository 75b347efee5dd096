import { setTimeout as delay } from 'node:timers/promises';

import { startTestBroker, type TestBroker } from '@dailyfeed/dev-infra/test-broker';
import { expect, test } from 'vitest';

import { openHomes } from '../home.ts';
import type { Someone } from '../network.ts';
import { createStores } from '../stores.ts';
import { until } from '../until.ts';
import {
  expectCounted,
  expectFeeds,
  expectFound,
  expectMember,
  expectStory,
  expectTold,
  idsOf,
} from './expected.ts';
import { by, type History, livingPosts } from './history.ts';
import { createLoad, type Load } from './load.ts';
import { type Site, startSite } from './site.ts';

const soonMs = 300_000;

test('member, content, timeline, search, activity and the broker killed three times each under load: what was acknowledged is there once, what was taken back is not, and so is all that follows', async () => {
  await using stores = await createStores();
  await using broker = await startTestBroker();
  await using site = await startSite({ ...stores.urls, KAFKA_BROKERS: broker.url });
  await using homes = await openHomes(stores.urls.REDIS_URL);
  const load = createLoad(site.url);
  const { history } = load;
  const writers = await Promise.all(['ann', 'bob', 'eve'].map((name) => load.join(name)));
  const readers = await Promise.all(['reader', 'other'].map((name) => load.join(name)));
  const guest = await load.join('guest');
  for (const { api, memberId } of readers) {
    for (const writer of writers) {
      await api.member.follow.follow.mutate({ memberId: writer.memberId });
      const follow = { memberId, objectId: writer.memberId, begunAt: performance.now() };
      history.follows.push({ ...follow, isSet: true, wasTakenBack: false });
    }
    // From here on there is a home timeline to fan out to.
    await api.timeline.feed.following.query({});
  }

  const over = new AbortController();
  const { refusals } = await load.watch(() =>
    Promise.all([
      ...writers.map((writer) => {
        const others = writers.filter((each) => each !== writer);
        return load.write(writer, { others, over: over.signal });
      }),
      ...readers.map((one) => load.read(one, over.signal)),
      load.welcome(writers, over.signal),
      load.renew(guest, over.signal),
      killInTurn({ site, broker, load }, 3).finally(() => over.abort()),
    ]),
  );
  expect(load.undocumented).toEqual([]);
  // The kills have been felt.
  expect(refusals).not.toEqual([]);

  await replay(writers, history);
  await until(
    () => site.pending(),
    (count) => count === 0,
    soonMs,
  );
  expect(await site.deadLetters()).toBe(0);
  const first = [...writers, ...readers];
  for (const one of first) {
    await expectFeeds(one, history);
    await expectTold(one, history);
  }
  expect(history.newcomers).not.toEqual([]);
  for (const one of [...first, guest, ...history.newcomers]) {
    await expectStory(one, history);
    await expectMember(one, { history, url: site.url });
  }
  const [reader] = readers;
  if (!reader) throw new Error('no reader');
  await expectCounted(reader, history);
  for (const author of writers) await expectFound(reader, { author, history });
  // Deleted ones stay in a home timeline, and are not shown.
  const written = new Set(idsOf(history.posts));
  const living = new Set(idsOf(livingPosts(history)));
  for (const { memberId } of readers) {
    const home = await homes.read(memberId);
    expect(home.filter((id) => living.has(id)).toSorted()).toEqual([...living]);
    expect(home.filter((id) => !written.has(id))).toEqual([]);
  }
}, 900_000);

type Victims = { site: Site; broker: TestBroker; load: Load };

/** Each process again and again, at any moment, and back after another. */
async function killInTurn({ site, broker, load }: Victims, times: number): Promise<void> {
  const { member, content, timeline, search, activity } = site.services;
  for (let round = 0; round < times; round += 1) {
    for (const service of [member, content, timeline, search, activity]) {
      await delay(1000 + Math.random() * 2000);
      await service.kill();
      await delay(Math.random() * 1500);
      await service.start();
    }
    await delay(1000 + Math.random() * 2000);
    await killBroker(broker, load);
  }
}

/** Nobody waits for the broker, nor is refused anything, while it is away. */
async function killBroker(broker: TestBroker, load: Load): Promise<void> {
  const { refusals, slowestMs } = await load.watch(async (fare) => {
    await broker.kill();
    await until(
      async () => fare.acknowledged,
      (count) => count >= 60,
      soonMs,
    );
    await broker.start();
  });
  expect(refusals).toEqual([]);
  expect(slowestMs).toBeLessThan(5000);
}

/** Said again with its key, a text is the one that was acknowledged. */
async function replay(writers: readonly Someone[], { posts, comments }: History): Promise<void> {
  for (const { api, memberId } of writers) {
    const { post, comment } = api.content;
    for (const { id, texts, key } of by(posts, memberId)) {
      const [text = ''] = texts;
      expect((await post.create.mutate({ text, idempotencyKey: key })).id).toBe(id);
    }
    for (const { id, texts, key, post: under } of by(comments, memberId)) {
      const [text = ''] = texts;
      const input = { postId: under.id, text, idempotencyKey: key };
      expect((await comment.create.mutate(input)).id).toBe(id);
    }
  }
}
