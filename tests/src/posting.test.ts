import { isDeepStrictEqual } from 'node:util';

import { failureOf } from '@dailyfeed/client';
import { importDemoWorld } from '@dailyfeed/scripts/demo-world';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { readAlertRules, type Selector } from './alert-rules.ts';
import { openHomes } from './home.ts';
import { type Network, startNetwork } from './network.ts';
import { patientFetch } from './patient-fetch.ts';
import { createStores, type StoreUrls } from './stores.ts';
import { until } from './until.ts';

/** What is told to others by Redis they know at once, or when it is told again, before they would ask after a minute. */
const unlessRedisWasLate = { timeout: 20_000 };

const stack = new AsyncDisposableStack();
let network: Network;
let stores: StoreUrls;
let homes: Awaited<ReturnType<typeof openHomes>>;

beforeAll(async () => {
  stores = stack.use(await createStores()).urls;
  network = stack.use(await startNetwork({ urls: stores }));
  homes = stack.use(await openHomes(stores.REDIS_URL));
});
afterAll(() => stack.disposeAsync());

test('a post reaches the feed of a follower, and the story of its author', async () => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const before = await bob.api.timeline.feed.following.query({});
  expect(before.items).toEqual([]);

  const post = await ann.api.content.post.create.mutate({
    text: '안녕하세요',
    idempotencyKey: 'first-post',
  });
  await until(
    async () => {
      await bob.api.timeline.feed.following.query({});
      return homes.read(bob.memberId);
    },
    (ids) => ids.includes(post.id),
    90_000,
  );
  const feed = await bob.api.timeline.feed.following.query({});
  expect(feed.items).toMatchObject([
    { id: post.id, text: '안녕하세요', author: { handle: ann.handle } },
  ]);
  const story = await until(
    () => ann.api.activity.activity.mine.query({}),
    (page) => page.items.some((item) => item.type === 'post.created'),
  );
  expect(story.items.filter((item) => item.postId === post.id)).toHaveLength(1);
});

test('what the lists name is hidden from all but its author, who is told why, mends it, and is seen again', async () => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const { id } = await ann.api.content.post.create.mutate({
    text: '최고의 바카라사이트에서 만나요',
    idempotencyKey: 'screened-post',
  });
  const own = await until(
    () => ann.api.timeline.post.byId.query({ id }),
    ({ hiding }) => hiding !== null,
  );
  expect(own.hiding).toEqual({ by: 'screening', terms: ['바카라사이트'] });
  const feed = () => bob.api.timeline.feed.following.query({});
  expect((await feed()).items).toEqual([]);
  const seen = bob.api.timeline.post.byId.query({ id });
  expect(failureOf(await seen.catch((error: unknown) => error))?.appCode).toBe('POST_NOT_FOUND');

  await ann.api.content.post.edit.mutate({ id, text: '최고의 찻집에서 만나요', version: 1 });
  const back = await until(feed, ({ items }) => items.length > 0);
  expect(back.items).toMatchObject([{ id, hiding: null }]);
});

test('a comment, a reply and a like show on the post for everybody', async () => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  const post = await ann.api.content.post.create.mutate({
    text: 'hello',
    idempotencyKey: 'hello-post',
  });
  const comment = await bob.api.content.comment.create.mutate({
    postId: post.id,
    text: 'hi',
    idempotencyKey: 'comment-1',
  });
  await ann.api.content.comment.create.mutate({
    postId: post.id,
    parentId: comment.id,
    text: 'welcome',
    idempotencyKey: 'comment-2',
  });
  await bob.api.content.post.like.mutate({ id: post.id });

  const visitor = network.createClient();
  const seen = await visitor.api.timeline.post.byId.query({ id: post.id });
  expect(seen).toMatchObject({ likeCount: 1, commentCount: 2, liked: false });
  expect(await bob.api.timeline.post.byId.query({ id: post.id })).toMatchObject({ liked: true });
  const comments = await visitor.api.timeline.post.comments.query({ postId: post.id });
  expect(comments.items).toMatchObject([
    { text: 'hi', depth: 0, replyCount: 1, replies: [{ text: 'welcome', depth: 1 }] },
  ]);
});

test('following and unfollowing show on the next read', async () => {
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  const post = await ann.api.content.post.create.mutate({
    text: 'early',
    idempotencyKey: 'early-post',
  });
  const ids = async () =>
    (await bob.api.timeline.feed.following.query({})).items.map((item) => item.id);
  expect(await ids()).toEqual([]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  await expect.poll(ids, unlessRedisWasLate).toEqual([post.id]);
  await bob.api.member.follow.unfollow.mutate({ memberId: ann.memberId });
  await expect.poll(ids, unlessRedisWasLate).toEqual([]);
});

test('nobody becomes a member, or a service, by saying so', async () => {
  const ann = await network.signUp('ann');
  const forged = { 'x-passport': 'e30.e30', 'x-member-id': ann.memberId };
  const me = await fetch(`${network.url}/api/member/profile.me`, { headers: forged });
  expect(me.status).toBe(401);
  const input = encodeURIComponent(JSON.stringify({ ids: [ann.memberId] }));
  for (const path of [
    `/api/member/profile.summaries?input=${input}`,
    '/api/content/import.content',
    `/api/member/profile.me,profile.summaries?batch=1&input=${input}`,
  ]) {
    const res = await fetch(`${network.url}${path}`, { headers: forged });
    expect(res.status).toBe(404);
  }
});

test('a write with a token that has just expired happens once, and the writer notices nothing', async () => {
  await using stores = await createStores();
  let aheadMs = 0;
  const now = () => new Date(Date.now() + aheadMs);
  await using later = await startNetwork({ urls: stores.urls, now });
  const answers: string[] = [];
  const client = later.createClient({
    fetch: async (...request) => {
      const res = await patientFetch(...request);
      const path = new URL(res.url).pathname;
      if (path.startsWith('/api/content/')) answers.push(`${res.status} ${path}`);
      return res;
    },
  });
  const ann = await later.signUp('ann', client);
  // Longer than an access token lives.
  aheadMs = 16 * 60_000;
  const writes = await Promise.all(
    Array.from({ length: 5 }, (_, index) =>
      ann.api.content.post.create.mutate({
        text: `post ${index}`,
        idempotencyKey: `key-number-${index}`,
      }),
    ),
  );
  expect(new Set(writes.map((post) => post.id)).size).toBe(5);
  // One batch, refused before anything ran; and the same again, once.
  const batch = Array.from({ length: 5 }, () => 'post.create').join(',');
  expect(answers).toEqual([`401 /api/content/${batch}`, `200 /api/content/${batch}`]);
  const mine = await ann.api.timeline.feed.byAuthor.query({ authorId: ann.memberId });
  expect(mine.items.map((post) => post.id).toSorted()).toEqual(
    writes.map((post) => post.id).toSorted(),
  );
});

test('the demo world is made once, however often it is asked for', async () => {
  const at = new Date();
  const target = { ...network, at };
  await importDemoWorld(target);
  const visitor = network.createClient();
  const jiyun = await visitor.api.member.profile.byHandle.query({ handle: 'jiyun' });
  const read = () => visitor.api.timeline.feed.byAuthor.query({ authorId: jiyun.id, limit: 100 });
  const first = await read();
  expect(first.items).toHaveLength(10);
  // What members show is looked at by whoever passes.
  const [picture] = first.items.flatMap(({ images }) => images);
  expect(picture?.alt).toContain('책장');
  for (const address of [jiyun.avatarUrl, jiyun.coverUrl, `/api/image/${picture?.id}/medium`]) {
    const answer = await fetch(`${network.url}${address}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
  }
  await importDemoWorld(target);
  expect(await read()).toEqual(first);
  expect(await visitor.api.member.profile.byHandle.query({ handle: 'jiyun' })).toEqual(jiyun);

  const me = network.createClient();
  await me.session.logIn({ email: 'jiyun@demo.example', password: 'dailyfeed-demo' });
  const feed = await me.api.timeline.feed.following.query({ limit: 100 });
  expect(feed.items.length).toBeGreaterThan(50);
  // What they keep for themselves is there once.
  const bookmarks = await me.api.timeline.feed.bookmarked.query({ limit: 100 });
  expect(bookmarks.items.length).toBeGreaterThan(2);
  expect((await me.api.content.draft.list.query({})).items).toHaveLength(1);
  const admin = network.createClient();
  await admin.session.logIn({ email: 'minjae@demo.example', password: 'dailyfeed-demo' });
  expect((await admin.api.content.report.list.query({})).items).toHaveLength(2);

  // Of its last day members have been told, and have read most.
  const { activity } = me.api;
  const lastDay = at.getTime() - 24 * 3_600_000;
  await until(
    () => activity.notification.list.query({}),
    ({ items }) => items.length > 3 && items.some(({ isRead }) => !isRead),
  );
  const { items } = await activity.notification.list.query({ limit: 100 });
  for (const { latestAt } of items) expect(Date.parse(latestAt)).toBeGreaterThan(lastDay);
  expect(items.filter(({ isRead }) => isRead).length).toBeGreaterThan(0);
  await until(
    () => activity.activity.mine.query({}),
    (page) => page.items.length > 0,
  );
});

test.each([
  ['PUBLIC', { stranger: 'written', follower: 'written', blocked: 'POST_NOT_FOUND' }],
  ['FOLLOWERS', { stranger: 'POST_NOT_FOUND', follower: 'written', blocked: 'POST_NOT_FOUND' }],
  [
    'PRIVATE',
    { stranger: 'POST_NOT_FOUND', follower: 'POST_NOT_FOUND', blocked: 'POST_NOT_FOUND' },
  ],
] as const)(
  'a post of a %s member is liked and answered by those who may read it, from the next write on',
  async (visibility, expected) => {
    const [ann, stranger, follower, blocked] = await Promise.all(
      ['ann', 'bob', 'cat', 'dan'].map((name) => network.signUp(name)),
    );
    if (!ann || !stranger || !follower || !blocked) throw new Error('four were asked for');
    const key = (name: string) => `${name}-${visibility}-of-test`;
    const { id } = await ann.api.content.post.create.mutate({
      text: 'hello',
      idempotencyKey: key('post'),
    });
    const target = { memberId: ann.memberId };
    await follower.api.member.follow.follow.mutate(target);
    // Everybody may, and that is remembered.
    for (const each of [stranger, follower, blocked]) {
      await each.api.content.post.like.mutate({ id });
    }
    await ann.api.member.profile.setVisibility.mutate({ visibility });
    await ann.api.member.block.block.mutate({ memberId: blocked.memberId });

    const outcomeOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'written',
        (error: unknown) => failureOf(error)?.appCode ?? 'no answer',
      );
    for (const [name, each] of Object.entries({ stranger, follower, blocked })) {
      const { content } = each.api;
      const comment = { postId: id, text: 'hi', idempotencyKey: key(name) };
      const outcomes = async () => ({
        name,
        like: await outcomeOf(content.post.like.mutate({ id })),
        comment: await outcomeOf(content.comment.create.mutate(comment)),
      });
      const outcome = Object.entries(expected).find(([who]) => who === name)?.[1];
      await expect
        .poll(outcomes, unlessRedisWasLate)
        .toEqual({ name, like: outcome, comment: outcome });
    }
    expect(await outcomeOf(ann.api.content.post.like.mutate({ id }))).toBe('written');
  },
);

test('of every group that reads events it is measured how far behind it is', async () => {
  const kafka = new Kafka({ brokers: stores.KAFKA_BROKERS.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  // A scrape that takes too long tells of none.
  const groupsOf = await until(
    async () => {
      const measured = await measuredGroups();
      // Groups of other tests share the broker; ours are named after the topic of this network.
      const suffix = measured[0]?.slice('activity'.length) ?? '';
      const { groups } = await admin.listGroups();
      const reading = groups.map(({ groupId }) => groupId).filter((id) => id.endsWith(suffix));
      return { measured: measured.toSorted(), reading: reading.toSorted() };
    },
    ({ measured, reading }) => measured.length > 0 && isDeepStrictEqual(measured, reading),
    90_000,
  );
  expect(groupsOf.measured).toEqual(groupsOf.reading);
});

test('an alert watches what a service exports, under labels that it has there, and has its page', async () => {
  const { memberUrl, contentUrl, timelineUrl, activityUrl, imageUrl } = network;
  const readLines = async (): Promise<string[]> => {
    const urls = [memberUrl, contentUrl, timelineUrl, activityUrl, imageUrl];
    const texts = await Promise.all(
      urls.map(async (url) => (await fetch(`${url}/metrics`)).text()),
    );
    return texts.flatMap((text) => text.split('\n'));
  };
  const rules = await readAlertRules();
  expect(rules.length).toBeGreaterThan(0);
  for (const { alert, selectors, page } of rules) {
    expect({ alert, selectors }).not.toEqual({ alert, selectors: [] });
    expect(page).toContain(alert);
  }
  const findUnknown = async (): Promise<Selector[]> => {
    const lines = await readLines();
    const all = rules.flatMap(({ selectors }) => selectors);
    return all.filter((selector) => !isExported(selector, lines));
  };
  // What nobody can tell yet has no labels either.
  await until(findUnknown, (unknown) => unknown.length === 0);
});

/** Says nothing where there is nothing to say: no letter, no age. */
const seldomMeasured = 'dailyfeed_dead_letter_oldest_age_seconds';

/** Whether the lines of a registry hold the metric, with the labels that are wanted of it. */
function isExported({ metric, labels }: Selector, lines: string[]): boolean {
  const wanted = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  if (wanted.length === 0 || metric === seldomMeasured)
    return lines.some((line) => line.startsWith(`# TYPE ${metric} `));
  const samples = lines.filter((line) => line.startsWith(`${metric}{`));
  return samples.some((sample) => wanted.every((each) => sample.includes(each)));
}

async function measuredGroups(): Promise<string[]> {
  const text = await (await fetch(`${network.activityUrl}/metrics`)).text();
  return [...text.matchAll(/^dailyfeed_consumer_lag\{group="([^"]+)"/gm)].map(
    ([, name = '']) => name,
  );
}
