import { newId } from '@dailyfeed/service-kit/id';
import { expect, test, vi } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { type Member, testMongoUrl } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import {
  at,
  briefOf,
  deletionOf,
  likeBy,
  noon,
  readAll,
  startNotifications,
} from './_notifications.ts';

// Thousands of documents are written first.
vi.setConfig({ testTimeout: 60_000 });

/** What may hold any number of documents about one post or member. */
const growing = new Set<unknown>([
  'member_activities',
  'notifications',
  'notifications_withheld',
  'notification_excerpts',
  'notification_wishes',
]);
type Statement = { q: { _id?: { $in: string[] } }; limit?: number; multi?: boolean };

test('what was done a thousand times is one line, and what came before it another, found among few rows', async () => {
  await using world = await start();
  const [me, author] = [world.join(), world.join()];
  const first = likeBy(me, { author, postId: newId() });
  const again = likeBy(me, { author, postId: newId() });
  const many = Array.from({ length: 1200 }, (_, index) => at(1 + index / 100, again));
  await recordActivities(world.deps, [at(0, first), ...many]);

  const page = await world.countRows(() => me.api.activity.mine.query({ limit: 100 }));
  // Five looks at a page, each at its lines and at what else there is of them.
  expect(page.rows).toBeLessThanOrEqual(5 * (101 + 500));
  expect(await storyOf(me)).toEqual([again.subject.id, first.subject.id]);
});

test('what hundreds did is one row, counted without a row for each of them', async () => {
  await using world = await start();
  const [author, postId] = [world.join(), newId()];
  const fans = Array.from({ length: 700 }, () => world.join());
  await world.tellMany(fans.map((fan, index) => at(index / 1000, likeBy(fan, { author, postId }))));
  const page = await world.countRows(() => readAll(author));
  expect(page.answer.map(briefOf)).toEqual(['like by 700, 700']);
  expect(page.rows).toBeLessThanOrEqual(600);
});

test('a page of what two did today is read without what they did before', async () => {
  await using world = await start();
  const [me, ann, bob, author] = [world.join(), world.join(), world.join(), world.join()];
  for (const { id } of [ann, bob]) world.members.follow(me.id, id);
  const by = (actor: Member, daysAgo: number) =>
    at(-daysAgo * 24 * 60, likeBy(actor, { author, postId: newId() }));
  const [today, before] = [0.1, 20].map((daysAgo) =>
    Array.from({ length: 30 }, () => [by(ann, daysAgo), by(bob, daysAgo)]).flat(),
  );
  await recordActivities(world.deps, [...(today ?? []), ...(before ?? [])]);
  world.setClock(0);
  world.reads.length = 0;
  expect((await me.api.activity.following.query({ limit: 20 })).items).toHaveLength(20);
  const ofBoth = world.reads.filter(({ actorId, type }) => actorId && type);
  expect(ofBoth).toMatchObject([{ occurredAt: { $gte: new Date(noon - 86_400_000) } }]);
});

test('what hundreds did to a post, and what one did to hundreds, is taken back some at a time, and all of it', async () => {
  await using world = await start();
  const [author, fan, post] = [world.join(), world.join(), { postId: newId() }];
  const done = Array.from({ length: 600 }, (_, index) =>
    at(index / 1000, likeBy(world.join(), { author, ...post })),
  );
  const doings = Array.from({ length: 600 }, (_, index) =>
    at(index / 1000, likeBy(fan, { author: world.join(), postId: newId() })),
  );
  const all = [...done, ...doings];
  await recordActivities(world.deps, all);
  await world.tellMany(all);
  const activities = await world.deps.db.activities.toRead();
  await activities.updateMany({ postId: post.postId }, { $set: { excerpt: 'words' } });
  expect(await readAll(author)).toHaveLength(1);
  world.signalled.length = 0;
  world.changes.length = 0;

  await world.tell(deletionOf(author, post.postId));
  const subject = { kind: 'member', id: fan.id } as const;
  const erased = at(2, {
    type: 'member.erased',
    actorId: fan.id,
    subject,
    data: { memberId: fan.id },
  });
  await world.tellMany([erased]);
  await recordActivities(world.deps, [erased]);

  expect(await activities.countDocuments({ actorId: fan.id })).toBe(0);
  expect(await activities.countDocuments({ excerpt: 'words' })).toBe(0);
  expect(await activities.countDocuments()).toBe(done.length);
  const notifications = await world.deps.db.notifications.toRead();
  expect(await notifications.countDocuments()).toBe(0);
  const others = doings.map(({ data }) => 'postAuthorId' in data && data.postAuthorId);
  expect(new Set(world.signalled)).toEqual(new Set([author.id, ...others]));
  expect(Math.max(...world.changes.map(({ ids }) => ids))).toBe(500);
  // Ended by the server itself before anybody here has given up, so that it is known what happened.
  for (const { maxTimeMS } of world.changes) expect(maxTimeMS).toBeLessThan(2500);
});

/** The service, how many rows its store answers with, and which changes of many it is asked for. */
async function start() {
  const url = `${testMongoUrl()}?monitorCommands=true`;
  const world = await startNotifications(createTestMembers(), { MONGODB_URL: url });
  let rows = 0;
  (await world.deps.db.db()).client.on('commandSucceeded', ({ reply }) => {
    const { firstBatch, nextBatch } = Object(Object(reply)['cursor']);
    const batch: unknown = firstBatch ?? nextBatch;
    if (Array.isArray(batch)) rows += batch.length;
  });
  const reads: Record<string, unknown>[] = [];
  const changes: { ids: number; maxTimeMS: unknown }[] = [];
  (await world.deps.db.db()).client.on('commandStarted', ({ command }) => {
    if (command['find'] === 'member_activities') reads.push(command['filter']);
    if (!growing.has(command['delete'] ?? command['update'])) return;
    const statements: Statement[] = command['deletes'] ?? command['updates'];
    for (const { q, limit, multi } of statements) {
      if (limit === 1 || multi === false) continue;
      const ids = q._id?.$in.length ?? Number.POSITIVE_INFINITY;
      changes.push({ ids, maxTimeMS: command['maxTimeMS'] });
    }
  });
  return {
    ...world,
    reads,
    changes,
    countRows: async <T>(ask: () => Promise<T>): Promise<{ rows: number; answer: T }> => {
      rows = 0;
      const answer = await ask();
      return { rows, answer };
    },
  };
}

/** What was done to which text, latest first, page by page. */
async function storyOf({ api }: Member): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof api.activity.mine.query>> = await api.activity.mine.query(
      { limit: 100, cursor },
    );
    ids.push(...page.items.map(({ subject }) => subject.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}
