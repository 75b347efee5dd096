import { anonymous } from '@dailyfeed/auth/identity';
import { startCountedMongo } from '@dailyfeed/dev-infra/counted-store';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { connectActivity } from '../src/db/client.ts';
import { insertNotifications } from '../src/db/notifications.ts';
import { recordActivities } from '../src/domain/activity.ts';
import { activityRouter } from '../src/routers/index.ts';
import { log, testMongoUrl } from './_harness.ts';
import { at, commentBy, hidingOf, likeBy, postBy, startNotifications } from './_notifications.ts';

const mongoUrl = testMongoUrl();
const world = await startNotifications(undefined, { MONGODB_URL: mongoUrl });
const mongo = await startCountedMongo(mongoUrl);
// The consumers and the jobs ask the database as well: what is counted goes its own way.
const db = {
  ...connectActivity({ url: mongo.url, log }),
  // As MongoDB does; for FerretDB each value of a set is a command of its own.
  narrowsBySets: async () => true,
};
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await mongo[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const [ann, friend, ben] = [world.join(), world.join(), world.join()];
const [reader, other] = [ann, ben].map(({ id: memberId }) => {
  const member = { memberId, sessionId: newId(), roles: ['MEMBER' as const], amr: ['pwd'] };
  const identity = { ...anonymous('test'), member };
  return activityRouter.createCaller({ ...world.deps, db, identity, log });
});
if (!reader || !other) throw new Error('two were made');

const counted = 51;
beforeAll(async () => {
  world.members.follow(ann.id, friend.id);
  const places = Array.from({ length: counted }, () => ({ author: ann, postId: newId() }));
  const events = places.flatMap((of, index) => [
    at(index, postBy(ann, of.postId)),
    at(index, commentBy(friend, of)),
    at(index, likeBy(world.join(), of)),
  ]);
  await recordActivities(world.deps, events);
  await world.tellMany(events);
  // Every fifth of what the other is told is told behind the hiding of its post.
  const posts = Array.from({ length: 2 * counted }, () =>
    postBy(world.join(), newId(), { mentionedIds: [ben.id] }),
  );
  await world.tellMany(posts.map((post, index) => at(index, post)));
  const stored = await world.deps.db.notifications.toRead();
  const told = await stored.find({ recipientId: ben.id }).toArray();
  await world.tellMany(
    posts.filter((_, index) => index % 5 === 0).map((post) => at(counted, hidingOf(post))),
  );
  await insertNotifications(world.deps.db, told);
  // Opens its connection, and makes what indexes there are not yet.
  await reader.notification.list({ limit: 1 });
  await reader.activity.mine({ limit: 1 });
});

test.each([
  { name: 'one’s own story', atMost: 4, read: (limit: number) => reader.activity.mine({ limit }) },
  {
    name: 'what the followed did',
    atMost: 4,
    read: (limit: number) => reader.activity.following({ limit }),
  },
  {
    name: 'notifications',
    atMost: 7,
    read: (limit: number) => reader.notification.list({ limit }),
  },
  {
    name: 'notifications, some of them of what is hidden,',
    atMost: 12,
    read: (limit: number) => other.notification.list({ limit }),
  },
])('a page of $name costs at most $atMost commands, be it short or long', async (page) => {
  const costs = new Set<number>();
  for (const limit of [5, 50]) {
    let items: unknown[] = [];
    const cost = await mongo.countOf(async () => ({ items } = await page.read(limit)));
    expect(items).toHaveLength(limit);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(page.atMost);
    costs.add(cost);
  }
  expect(costs.size).toBe(1);
});
