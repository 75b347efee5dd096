import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { createDeadLetters } from '@dailyfeed/events/dead-letters';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test, vi } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { letterOf, liked, log, startTestActivity, testMongoUrl, toEvent } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { at, commentBy, hidingOf, postBy, startNotifications } from './_notifications.ts';

vi.setConfig({ testTimeout: 30_000 });
const soon = { timeout: 20_000, interval: 50 };

test('while indexes are built, however long it takes, everything is written', async () => {
  const asked = Promise.withResolvers<void>();
  await using proxy = await startProxy(testMongoUrl(), () => (chunk) => {
    if (!chunk.includes('createIndexes')) return undefined;
    asked.resolve();
    return 'swallow';
  });
  const members = createTestMembers();
  await using activity = await startTestActivity(
    { MONGODB_URL: proxy.url },
    { members: members.port },
  );
  await using deadLetters = createDeadLetters({ mongoUrl: proxy.url, log });
  const { id, api } = activity.newMember(members.add());
  const like = liked(id);
  const thread = { postId: like.subject.id };
  await recordActivities(activity.deps, [toEvent(like)]);
  await asked.promise;
  expect(await api.notification.muteThread.mutate(thread)).toEqual({ muted: true });
  await api.notification.markRead.mutate({ until: new Date().toISOString() });
  await deadLetters.add(letterOf('g:topic:0:0', new Date()));
  expect(await deadLetters.count()).toBe(1);
  expect((await api.activity.mine.query({})).items).toHaveLength(1);
});

test('what goes for its age is found by an index that begins with its time', async () => {
  const mongoUrl = testMongoUrl();
  await using world = await startNotifications(createTestMembers(), { MONGODB_URL: mongoUrl });
  await using deadLetters = createDeadLetters({ mongoUrl, log });
  const [author, fan] = [world.join(), world.join()];
  const post = postBy(author);
  const comment = commentBy(fan, { author, postId: post.data.postId });
  await recordActivities(world.deps, [toEvent(post)]);
  await world.tellMany([at(0, post), at(1, comment), at(2, hidingOf(comment))]);
  await deadLetters.add(letterOf('g:topic:0:0', new Date()));

  const db = await world.deps.db.db();
  for (const [collection, time] of [
    ['member_activities', 'occurredAt'],
    ['notifications', 'occurredAt'],
    ['notifications_withheld', 'occurredAt'],
    ['notification_excerpts', 'at'],
    ['notification_tombstones', 'at'],
    ['listener_dead_letters', 'resolvedAt'],
    ['publisher_dead_letters', 'resolvedAt'],
  ] as const) {
    const beginnings = async () =>
      (await db.collection(collection).indexes()).map(({ key }) => Object.keys(key)[0]);
    await expect.poll(beginnings, { ...soon, message: collection }).toContain(time);
  }
});

test('whoever takes their story with them has it found page by page by an index', async () => {
  await using activity = await startTestActivity();
  await recordActivities(activity.deps, [toEvent(liked(newId()))]);
  const activities = await activity.deps.db.activities.toRead();
  const keys = async () => (await activities.indexes()).map(({ key }) => Object.keys(key).join());
  await expect.poll(keys, soon).toContain('actorId,_id');
});
