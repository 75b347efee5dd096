import { expect, test, vi } from 'vitest';

import type { Deps } from '../src/deps.ts';
import { tellSubscriberPart } from '../src/domain/subscriber.ts';
import { type Member, publish, startTestActivity, stores } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import {
  at,
  briefOf,
  deletionOf,
  hidingOf,
  noon,
  postBy,
  readAll,
  restorationOf,
  startNotifications,
  type World,
} from './_notifications.ts';

vi.setConfig({ testTimeout: 120_000 });
const soon = { timeout: 90_000, interval: 100 };
/** Two parts that are full, and one that is not. */
const many = 1100;

test('of many subscribers of an author an event tells none by itself, and each part 500: each hears of the post once, whatever is done again', async () => {
  await using world = await startWorld();
  const author = world.join();
  const subscribers = await subscribeMany(world, author, many);
  const post = at(1, postBy(author));
  await world.tellMany([post]);
  expect(await toldTo(world)).toEqual([]);
  expect(world.left).toMatchObject([{ event: { id: post.id }, number: 0 }]);
  expect(await doNext(world)).toBe(500);
  const [second] = world.left;
  expect(await doNext(world)).toBe(1000);
  const [third] = world.left;
  expect(await doNext(world)).toBe(many);
  expect(world.left).toEqual([]);
  expect(await toldTo(world)).toEqual(subscribers);
  expect([second?.number, third?.number]).toEqual([1, 2]);

  // As after a crash; what is left again has the names that it had.
  world.signalled.length = 0;
  await world.tellMany([post]);
  await doNext(world);
  expect(world.left).toEqual([second]);
  expect(await doNext(world)).toBe(many);
  expect(world.left).toEqual([third]);
  expect(world.signalled).toEqual([]);
});

test('a part that fails leaves no other: tried again with other subscribers, it would leave a second', async () => {
  await using world = await startWorld();
  const author = world.join();
  await subscribeMany(world, author, many);
  await world.tellMany([at(1, postBy(author))]);
  const [part] = world.left;
  if (!part) throw new Error('no part is left');
  const { members } = world.deps;
  world.deps.members = { ...members, relationships: () => Promise.reject(new Error('away')) };
  await expect(doNext(world)).rejects.toThrow('away');
  expect(world.left).toEqual([]);
  world.deps.members = members;
  world.left.push(part);
  expect(await doNext(world)).toBe(500);
  expect(world.left).toMatchObject([{ number: 1 }]);
});

test('in a batch, authors of few subscribers are told of at once, whoever else writes', async () => {
  await using world = await startWorld();
  const authors = Array.from({ length: 6 }, () => world.join()).toSorted((one, other) =>
    one.id < other.id ? -1 : 1,
  );
  const [first, large, ...others] = authors;
  if (!first || !large) throw new Error('no authors');
  await subscribeMany(world, large, 501);
  const fans: string[] = [];
  for (const author of [first, ...others]) fans.push(...(await subscribeMany(world, author, 120)));
  const posts = authors.map((author, index) => at(index + 1, postBy(author)));
  await world.tellMany([...posts, at(9, postBy(large))]);
  expect(await toldTo(world)).toEqual(fans.toSorted());
  expect(world.left.map(({ event, number }) => [event.data.authorId, number])).toEqual([
    [large.id, 0],
    [large.id, 0],
  ]);
});

test('a part that comes behind the deletion of its post tells nobody, and the deletion takes back what parts before it told', async () => {
  await using world = await startWorld();
  const author = world.join();
  await subscribeMany(world, author, many);
  const post = postBy(author);
  await world.tell(post, 1);
  expect([await doNext(world), await doNext(world)]).toEqual([500, 1000]);
  await world.tell(deletionOf(author, post.data.postId), 2);
  expect(await toldTo(world)).toEqual([]);
  expect(await doNext(world)).toBe(0);
  expect(world.left).toEqual([]);
});

test('what a part tells of a post that is hidden meanwhile is told once it is shown again', async () => {
  await using world = await startWorld();
  const author = world.join();
  const subscribers = await subscribeMany(world, author, 501);
  const post = postBy(author);
  await world.tellMany([at(1, post, 1)]);
  await doNext(world);
  await world.tellMany([at(2, hidingOf(post), 2)]);
  await doNext(world);
  expect(await toldTo(world)).toEqual([]);
  await world.tellMany([at(3, restorationOf(post), 3)]);
  expect(await toldTo(world)).toEqual(subscribers);
});

test('subscribers of one author are told by messages to the group alone, however many they are', async () => {
  const members = createTestMembers();
  const env = { KAFKA_BROKERS: stores().kafkaBrokers };
  await using activity = await startTestActivity(env, { members: members.port });
  const author = activity.newMember(members.add());
  const subscribers = await subscribeMany({ members, deps: activity.deps }, author, 501);
  await publish(activity.topic, [at(1, postBy(author))]);
  await vi.waitFor(async () => {
    expect(await toldTo(activity)).toEqual(subscribers);
  }, soon);
  const last = activity.newMember(subscribers.at(-1));
  expect((await readAll(last)).map(briefOf)).toEqual(['post by 1, 1']);
});

/** As on MongoDB; the server of a development machine has to be asked for each of some keys. */
async function startWorld(): Promise<World> {
  const world = await startNotifications();
  world.deps.db.narrowsBySets = () => Promise.resolve(true);
  return world;
}

/** So many new members follow an author and want to hear of their posts; gives their ids in order. */
async function subscribeMany(
  { members, deps }: Pick<World, 'members'> & { deps: Pick<Deps, 'db'> },
  author: Member,
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => members.add()).toSorted();
  for (const id of ids) members.follow(id, author.id);
  const wishes = await deps.db.wishes.toWrite();
  await wishes.insertMany(
    ids.map((memberId) => {
      const wish = { memberId, kind: 'subscribe', objectId: author.id } as const;
      return { _id: `${memberId}:subscribe:${author.id}`, ...wish, at: new Date(noon) };
    }),
  );
  return ids;
}

async function toldTo({ deps }: { deps: Pick<Deps, 'db'> }): Promise<string[]> {
  const notifications = await deps.db.notifications.toRead();
  const found = await notifications.find({ kind: 'post' }).toArray();
  return found.map(({ recipientId }) => recipientId).toSorted();
}

/** Does the part that is left; gives how many have been told by then. */
async function doNext(world: World): Promise<number> {
  const part = world.left.shift();
  if (!part) throw new Error('no part is left');
  await tellSubscriberPart(world.deps, part.event, part.name);
  return (await toldTo(world)).length;
}
