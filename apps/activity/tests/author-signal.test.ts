import { authorsChannel } from '@dailyfeed/contract/signal';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';

import { notifyOf } from '../src/domain/notification-event.ts';
import { type Member, startTestActivity, stores, toEvent } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { likeBy } from './_notifications.ts';
import { openListening, type OpenStream } from './_stream.ts';

test('an author whom too many follow is heard of on the open pages of who follows them, and of nobody else', async () => {
  await using world = await start();
  const [author, follower, stranger, muter] = [
    world.join(),
    world.join(),
    world.join(),
    world.join(),
  ];
  for (const { id } of [follower, muter]) world.members.follow(id, author.id);
  world.members.mute(muter.id, author.id, null);
  using followers = await world.open(follower);
  const others = [author, stranger, muter];
  using streams = new DisposableStack();
  const open = await Promise.all(others.map(async (each) => streams.use(await world.open(each))));

  await world.redis.publish(authorsChannel, author.id);
  expect((await followers.next()).message).toEqual({ type: 'feed' });
  for (const [index, stream] of open.entries()) {
    const each = others[index] ?? author;
    await world.tell(likeBy(world.join(), { author: each, postId: newId() }));
    expect((await stream.next()).message).toEqual({ type: 'unread', count: 1 });
  }
});

test('whoever follows an author from then on hears of the next post, and who does not any more of none', async () => {
  await using world = await start();
  const [author, reader, other] = [world.join(), world.join(), world.join()];
  world.members.follow(other.id, author.id);
  using readers = await world.open(reader);
  using others = await world.open(other);
  await world.redis.publish(authorsChannel, author.id);
  expect((await others.next()).message).toEqual({ type: 'feed' });
  world.members.follow(reader.id, author.id);
  world.members.block(other.id, author.id);
  await world.redis.publish(authorsChannel, author.id);
  expect((await readers.next()).message).toEqual({ type: 'feed' });
  await world.tell(likeBy(reader, { author: other, postId: newId() }));
  expect((await others.next()).message).toEqual({ type: 'unread', count: 1 });
});

test('however many posts come at once, member is asked a few times, and every page hears of it', async () => {
  await using world = await start();
  const author = world.join();
  const readers = Array.from({ length: 20 }, () => world.join());
  for (const { id } of readers) world.members.follow(id, author.id);
  using streams = new DisposableStack();
  const open = await Promise.all(readers.map(async (each) => streams.use(await world.open(each))));
  const posts = Array.from({ length: 200 }, () => world.redis.publish(authorsChannel, author.id));
  await Promise.all(posts);
  for (const stream of open) expect((await stream.next()).message).toEqual({ type: 'feed' });
  expect(world.members.state.relationshipQuestions).toBeLessThan(10);
});

test('an author who wrote while member was away is not passed on; the next one is', async () => {
  await using world = await start();
  const [author, follower] = [world.join(), world.join()];
  world.members.follow(follower.id, author.id);
  using stream = await world.open(follower);
  world.members.state.isAway = true;
  const { refusals } = world.members.state;
  await world.redis.publish(authorsChannel, author.id);
  await expect.poll(() => world.members.state.refusals).toBeGreaterThan(refusals);
  world.members.state.isAway = false;
  await world.redis.publish(authorsChannel, author.id);
  expect((await stream.next()).message).toEqual({ type: 'feed' });
});

/** The service on the run's Redis, with people it knows. */
async function start() {
  const members = createTestMembers();
  const activity = await startTestActivity({}, { members: members.port, listenMs: 30_000 });
  const redis = new Redis(stores().redisUrl);
  onTestFinished(() => redis.disconnect());
  return {
    members,
    redis,
    join: () => activity.newMember(members.add()),
    tell: (event: Parameters<typeof toEvent>[0]) => notifyOf(activity.deps, toEvent(event)),
    /** A stream that has begun, and that signals reach. */
    open: (reader: Member): Promise<OpenStream> => openListening(activity.url, reader),
    [Symbol.asyncDispose]: () => activity[Symbol.asyncDispose](),
  };
}
