import { signalChannelOf, toCountersSignal } from '@dailyfeed/contract/signal';
import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';

import { notifyOf } from '../src/domain/notification-event.ts';
import { startTestActivity, stores, toEvent } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { likeBy } from './_notifications.ts';
import { openListening, openStream } from './_stream.ts';

test('a stream says first how things are, then what changes, as it happens', async () => {
  await using world = await start();
  const [reader, fan] = [world.join(), world.join()];
  using stream = await openStream(world.url, reader);
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 0 });
  // Since the page looked there may have been some.
  expect((await stream.next()).message).toEqual({ type: 'feed' });

  await world.tell(likeBy(fan, { author: reader, postId: newId() }));
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });

  await reader.api.notification.markRead.mutate({ until: new Date().toISOString() });
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 0 });
});

test('what is unread is said again where as much is unread as before: a page that was read has gone down by itself', async () => {
  await using world = await start();
  const [reader, fan] = [world.join(), world.join()];
  using stream = await openListening(world.url, reader);
  await world.tell(likeBy(fan, { author: reader, postId: newId() }));
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });
  // As when one is read and another comes before it is counted.
  await world.redis.publish(signalChannelOf(reader.id), 'notification');
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });
});

test('a stream that opens counts once', async () => {
  const members = createTestMembers();
  let counts = 0;
  const hiddenIds = (id: string) => {
    counts += 1;
    return members.port.hiddenIds(id);
  };
  await using world = await start(
    {},
    { members: { ...members, port: { ...members.port, hiddenIds } } },
  );
  const reader = world.join();
  using stream = await openListening(world.url, reader);
  await world.redis.publish(signalChannelOf(reader.id), 'feed');
  expect((await stream.next()).message).toEqual({ type: 'feed' });
  expect(counts).toBe(1);
});

test('a signal of new posts reaches every stream of the member, and nobody else’s', async () => {
  await using world = await start();
  const [reader, other] = [world.join(), world.join()];
  using phone = await openListening(world.url, reader);
  using laptop = await openListening(world.url, reader);
  using others = await openListening(world.url, other);
  await world.redis.publish(signalChannelOf(reader.id), 'feed');
  for (const stream of [phone, laptop]) {
    expect((await stream.next()).message).toEqual({ type: 'feed' });
  }
  await world.tell(likeBy(reader, { author: other, postId: newId() }));
  expect((await others.next()).message).toEqual({ type: 'unread', count: 1 });
});

test('counters of an open post come as they are, the latest of many at once', async () => {
  await using world = await start();
  const reader = world.join();
  using stream = await openListening(world.url, reader);
  const postId = newId();
  const channel = signalChannelOf(reader.id);
  const send = (counters: { likeCount: number | null; commentCount: number | null }) =>
    world.redis.publish(channel, toCountersSignal({ postId, ...counters }));
  // Whatever is no signal is none.
  await world.redis.publish(channel, 'post:no:1:1');
  await send({ likeCount: 1, commentCount: null });
  await send({ likeCount: null, commentCount: 4 });
  for (let likeCount = 2; likeCount < 50; likeCount += 1)
    await send({ likeCount, commentCount: null });
  const messages = [];
  let likeCount: number | null = 0;
  while (likeCount !== 49) {
    const { message } = await stream.next();
    if (message.type !== 'post') continue;
    messages.push(message);
    ({ likeCount } = message);
  }
  expect(messages[0]).toMatchObject({ type: 'post', postId });
  expect(messages.some(({ commentCount }) => commentCount === 4)).toBe(true);
  expect(messages.length).toBeLessThan(10);
});

test('who connects anew is told that there may be new posts, and how things are', async () => {
  await using world = await start();
  const [reader, fan] = [world.join(), world.join()];
  const first = await openStream(world.url, reader);
  const { id } = await first.next();
  first[Symbol.dispose]();
  await world.tell(likeBy(fan, { author: reader, postId: newId() }));

  using again = await openStream(world.url, { ...reader, lastEventId: id });
  expect((await again.next()).message).toEqual({ type: 'unread', count: 1 });
  expect((await again.next()).message).toEqual({ type: 'feed' });
});

test('a stream outlives Redis, and tells what happened meanwhile once it is back', async () => {
  await using proxy = await startProxy(stores().redisUrl);
  await using world = await start({ REDIS_URL: proxy.url });
  const [reader, fan] = [world.join(), world.join()];
  using stream = await openListening(world.url, reader);
  proxy.set('refuse');
  await world.tell(likeBy(fan, { author: reader, postId: newId() }));
  proxy.set('pass');
  expect((await stream.next()).message).toEqual({ type: 'feed' });
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });
});

test('a stream opened while Redis is away is told what happened once it is back', async () => {
  const clients = new Set<symbol>();
  await using proxy = await startProxy(stores().redisUrl, () => {
    const client = Symbol();
    return () => clients.add(client);
  });
  proxy.set('stall');
  await using world = await start({ REDIS_URL: proxy.url }, { listenMs: 2000 });
  const [reader, fan] = [world.join(), world.join()];
  using stream = await openStream(world.url, reader);
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 0 });
  // The connection that is to listen has begun, and ends without an error.
  await expect.poll(() => clients.size).toBeGreaterThan(0);
  await world.tell(likeBy(fan, { author: reader, postId: newId() }));
  proxy.set('pass');
  expect((await stream.next()).message).toEqual({ type: 'feed' });
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });
});

test('a stream stays open while what it counts with is away, and counts again by itself', async () => {
  await using world = await start();
  const [reader, fan] = [world.join(), world.join()];
  using stream = await openListening(world.url, reader);
  await world.tell(likeBy(fan, { author: reader, postId: newId() }));
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });
  world.members.state.isAway = true;
  await world.redis.publish(signalChannelOf(reader.id), 'notification');
  await world.redis.publish(signalChannelOf(reader.id), 'feed');
  expect((await stream.next()).message).toEqual({ type: 'feed' });
  await reader.api.notification.markRead
    .mutate({ until: new Date().toISOString() })
    .catch(() => undefined);
  world.members.state.isAway = false;
  expect((await stream.next()).message).toEqual({ type: 'unread', count: 0 });
});

test('a stream that is left leaves nothing behind', async () => {
  await using world = await start();
  const reader = world.join();
  const streams = await Promise.all(
    Array.from({ length: 20 }, () => openListening(world.url, reader)),
  );
  const count = async () => (await world.redis.pubsub('NUMSUB', signalChannelOf(reader.id)))[1];
  expect(await count()).toBe(1);
  for (const stream of streams) stream[Symbol.dispose]();
  await expect.poll(count).toBe(0);
});

test('visitors are refused', async () => {
  await using world = await start();
  using stream = await openStream(world.url, { headers: {} });
  await expect(stream.next()).rejects.toMatchObject({ appCode: 'UNAUTHENTICATED' });
});

/** The service on the run's Redis, with people it knows. */
async function start(
  env: Parameters<typeof startTestActivity>[0] = {},
  { members = createTestMembers(), listenMs = 30_000 } = {},
) {
  const activity = await startTestActivity(env, { members: members.port, listenMs });
  const redis = new Redis(stores().redisUrl);
  onTestFinished(() => redis.disconnect());
  return {
    url: activity.url,
    redis,
    members,
    join: () => activity.newMember(members.add()),
    tell: (event: Parameters<typeof toEvent>[0]) => notifyOf(activity.deps, toEvent(event)),
    [Symbol.asyncDispose]: () => activity[Symbol.asyncDispose](),
  };
}
