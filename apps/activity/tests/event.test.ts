import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { newId } from '@dailyfeed/service-kit/id';
import { isDependencyAway, isTooSlow } from '@dailyfeed/service-kit/unavailable';
import { expect, test, vi } from 'vitest';

import { connectActivity } from '../src/db/client.ts';
import { recordActivities } from '../src/domain/activity.ts';
import {
  away,
  liked,
  log,
  oneOfEach,
  publish,
  refusal,
  startTestActivity,
  stores,
  testMongoUrl,
  toEvent,
} from './_harness.ts';

const soon = { timeout: 30_000, interval: 50 };
vi.setConfig({ testTimeout: 60_000 });

test('each type of event becomes one activity of its actor', async () => {
  await using activity = await startTestActivity(withKafka());
  const ann = activity.newMember();
  const postId = newId();
  const events = oneOfEach(ann.id, postId).map((event) => toEvent(event));
  await publish(activity.topic, events);

  const story = await vi.waitFor(async () => {
    const { items } = await ann.api.activity.mine.query({ limit: 100 });
    expect(items).toHaveLength(events.length);
    return items;
  }, soon);

  for (const event of events) {
    expect(story.filter((item) => item.type === event.type)).toEqual([
      {
        id: event.id,
        type: event.type,
        actorId: ann.id,
        occurredAt: event.occurredAt,
        subject: { kind: event.subject.kind, id: event.subject.id },
        postId: event.type.startsWith('member.') ? null : postId,
        // Gone as soon as the deletions have been heard of, which another group does.
        excerpt: expect.stringMatching(/^(What a day!)?$/),
      },
    ]);
  }
});

test('the same event delivered again is the same activity', async () => {
  await using activity = await startTestActivity(withKafka());
  const ann = activity.newMember();
  const [event, last] = [toEvent(liked(ann.id)), toEvent(liked(ann.id))];
  await publish(activity.topic, [event, event]);
  await publish(activity.topic, [event, { ...last, subject: event.subject }]);
  await vi.waitFor(async () => {
    const { items } = await ann.api.activity.mine.query({ limit: 100 });
    expect(items.map((item) => item.id)).toContain(last.id);
  }, soon);
  const { items } = await ann.api.activity.mine.query({ limit: 100 });
  expect(items.map((item) => item.id).toSorted()).toEqual([event.id, last.id].toSorted());
});

test('like, unlike and like again within a second are three activities; the repeated one is one line', async () => {
  await using activity = await startTestActivity(withKafka());
  const ann = activity.newMember();
  const like = liked(ann.id);
  if (like.type !== 'post.liked') throw new Error('not a like');
  const now = new Date();
  const events = [like, { ...like, type: 'post.unliked' as const }, like];
  await publish(
    activity.topic,
    events.map((event) => toEvent(event, now)),
  );
  await vi.waitFor(async () => {
    const activities = await activity.deps.db.activities.toRead();
    expect(await activities.countDocuments({ actorId: ann.id })).toBe(3);
  }, soon);
  const { items } = await ann.api.activity.mine.query({ limit: 100 });
  expect(items.map((item) => item.type).toSorted()).toEqual(['post.liked', 'post.unliked']);
});

test('while MongoDB is away events wait and readers are told soon; all is there when it is back', async () => {
  await using proxy = await startProxy(testMongoUrl());
  await using activity = await startTestActivity({ ...withKafka(), MONGODB_URL: proxy.url });
  const ann = activity.newMember();
  await publish(activity.topic, [toEvent(liked(ann.id))]);
  await vi.waitFor(async () => {
    expect((await ann.api.activity.mine.query({ limit: 100 })).items).toHaveLength(1);
  }, soon);

  for (const state of ['refuse', 'stall'] as const) {
    proxy.set(state);
    await publish(activity.topic, [toEvent(liked(ann.id))]);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const startedAt = Date.now();
      expect(await refusal(ann.api.activity.mine.query({ limit: 100 }))).toEqual({
        code: 'STORE_UNAVAILABLE',
        status: 503,
      });
      expect(Date.now() - startedAt).toBeLessThan(15_000);
    }
    expect(await readiness(activity.url)).toEqual({
      status: 503,
      body: { ok: false, away: ['mongo'] },
    });
  }

  proxy.set('pass');
  await vi.waitFor(async () => {
    expect((await ann.api.activity.mine.query({ limit: 100 })).items).toHaveLength(3);
  }, soon);
  expect(await readiness(activity.url)).toEqual({ status: 200, body: { ok: true, away: [] } });
});

test('a MongoDB that hangs is soon away, and not merely too slow for what it is asked', async () => {
  await using proxy = await startProxy(testMongoUrl());
  await using db = connectActivity({ url: proxy.url, log });
  const failureOf = (): Promise<unknown> =>
    recordActivities({ db }, [toEvent(liked(newId()))]).then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(await failureOf()).toBeUndefined();
  proxy.set('stall');
  const isAwayOnly = async (): Promise<boolean> => {
    const failure = await failureOf();
    expect(isDependencyAway(failure)).toBe(true);
    return !isTooSlow(failure);
  };
  await expect.poll(isAwayOnly, soon).toBe(true);
  expect([await isAwayOnly(), await isAwayOnly()]).toEqual([true, true]);
});

test('it starts while MongoDB is away, and works once it is there', async () => {
  await using proxy = await startProxy(testMongoUrl());
  proxy.set('refuse');
  await using activity = await startTestActivity({ ...withKafka(), MONGODB_URL: proxy.url });
  const ann = activity.newMember();
  await publish(activity.topic, [toEvent(liked(ann.id))]);
  expect(await refusal(ann.api.activity.mine.query({}))).toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
  proxy.set('pass');
  await vi.waitFor(async () => {
    expect((await ann.api.activity.mine.query({})).items).toHaveLength(1);
  }, soon);
});

test('while Kafka, Redis and member are away stories can be read', async () => {
  await using activity = await startTestActivity({ REDIS_URL: `redis://${away}` });
  expect(await activity.newMember().api.activity.mine.query({})).toEqual({
    items: [],
    nextCursor: null,
  });
  expect(await readiness(activity.url)).toMatchObject({ status: 200 });
});

function withKafka(): { KAFKA_BROKERS: string } {
  return { KAFKA_BROKERS: stores().kafkaBrokers };
}

async function readiness(url: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, body: await answer.json() };
}
