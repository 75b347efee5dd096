import { anonymous } from '@dailyfeed/auth/identity';
import { startCountedMongo } from '@dailyfeed/dev-infra/counted-store';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { connectActivity } from '../src/db/client.ts';
import { recordActivities } from '../src/domain/activity.ts';
import { activityRouter } from '../src/routers/index.ts';
import { log, testMongoUrl } from './_harness.ts';
import { at, commentBy, likeBy, postBy, startNotifications } from './_notifications.ts';

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

const [ann, friend] = [world.join(), world.join()];
const identity = {
  ...anonymous('test'),
  member: { memberId: ann.id, sessionId: newId(), roles: ['MEMBER' as const], amr: ['pwd'] },
};
const reader = activityRouter.createCaller({ ...world.deps, db, identity, log });

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
  // Opens its connection, and makes what indexes there are not yet.
  await reader.notification.list({ limit: 1 });
  await reader.activity.mine({ limit: 1 });
});

test.each([
  { name: 'one’s own story', atMost: 3, read: (limit: number) => reader.activity.mine({ limit }) },
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
])('a page of $name costs at most $atMost commands, be it short or long', async (page) => {
  for (const limit of [5, 50]) {
    let items: unknown[] = [];
    const cost = await mongo.countOf(async () => ({ items } = await page.read(limit)));
    expect(items).toHaveLength(limit);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(page.atMost);
  }
});
