import type { ActivityExportKind } from '@dailyfeed/contract/export';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { refusal, toEvent } from './_harness.ts';
import { followBy, likeBy, postBy, startNotifications, type World } from './_notifications.ts';

let world: World;
beforeAll(async () => {
  world = await startNotifications();
});
afterAll(() => world[Symbol.asyncDispose]());

const empty = {
  activities: 0,
  notifications: 0,
  'notification-settings': 0,
  'notification-wishes': 0,
};

test('an export holds one’s story, what one was told, what one has set and what one wishes, and nothing of another', async () => {
  const [ann, bob] = [world.join(), world.join()];
  const post = postBy(ann);
  const { postId } = post.data;
  await recordActivities(world.deps, [toEvent(post)]);
  await recordActivities(world.deps, [toEvent(postBy(bob))]);
  await world.tell(likeBy(bob, { author: ann, postId }));
  await world.tell(followBy(ann, bob));
  const preferences = {
    ...(await ann.api.notification.preferences.query()),
    like: 'nobody',
  } as const;
  await ann.api.notification.setPreferences.mutate(preferences);
  await ann.api.notification.muteThread.mutate({ postId });
  world.members.follow(bob.id, ann.id);
  await bob.api.notification.subscribe.mutate({ memberId: ann.id });

  const { counts } = world.forMember(ann.id).export;
  expect(await counts.query()).toEqual({
    activities: 1,
    notifications: 1,
    'notification-settings': 1,
    'notification-wishes': 1,
  });
  expect(await itemsOf(ann.id, 'activities')).toMatchObject([{ type: 'post.created', postId }]);
  expect(await itemsOf(ann.id, 'notifications')).toMatchObject([{ actorId: bob.id }]);
  expect(await itemsOf(ann.id, 'notification-settings')).toMatchObject([
    { name: 'preferences', value: preferences },
  ]);
  expect(await itemsOf(ann.id, 'notification-wishes')).toMatchObject([
    { kind: 'mute_thread', objectId: postId },
  ]);
  expect(await itemsOf(bob.id, 'notification-wishes')).toMatchObject([
    { kind: 'subscribe', objectId: ann.id },
  ]);
});

test('many notifications come page by page, each once', async () => {
  const ann = world.join();
  for (let index = 0; index < 5; index += 1) {
    await world.tell(likeBy(world.join(), { author: ann, postId: newId() }));
  }
  const api = world.forMember(ann.id).export;
  const ids: unknown[] = [];
  const sizes: number[] = [];
  let cursor: string | null = null;
  do {
    const page = await api.page.query({ kind: 'notifications', limit: 2, cursor });
    ids.push(...page.items.map(({ id }) => id));
    sizes.push(page.items.length);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(sizes).toEqual([2, 2, 1]);
  expect(new Set(ids).size).toBe(5);
});

test('who has nothing exports nothing', async () => {
  const id = newId();
  expect(await world.forMember(id).export.counts.query()).toEqual(empty);
  expect(await itemsOf(id, 'notifications')).toEqual([]);
});

test('a cursor is good for its own list only, and what is no kind is refused', async () => {
  const [ann, bob] = [world.join(), world.join()];
  for (let index = 0; index < 2; index += 1) {
    await world.tell(likeBy(bob, { author: ann, postId: newId() }));
  }
  const { page } = world.forMember(ann.id).export;
  const { nextCursor: cursor } = await page.query({ kind: 'notifications', limit: 1 });
  expect(cursor).not.toBeNull();
  const invalid = { code: 'CURSOR_INVALID', status: 400 };
  expect(await refusal(page.query({ kind: 'activities', cursor }))).toEqual(invalid);
  const bobs = world.forMember(bob.id).export.page;
  expect(await refusal(bobs.query({ kind: 'notifications', cursor }))).toEqual(invalid);
  const kind = 'secrets' as ActivityExportKind; // on purpose
  expect(await refusal(page.query({ kind }))).toEqual({ code: 'INPUT_INVALID', status: 400 });
});

test('a member and a visitor do not get at it, only member does for them', async () => {
  const ann = world.join();
  for (const { export: api } of [ann.api, world.nobody]) {
    for (const call of [api.counts.query(), api.page.query({ kind: 'notifications' })]) {
      expect([401, 403, 404]).toContain((await refusal(call)).status);
    }
  }
});

async function itemsOf(memberId: string, kind: ActivityExportKind) {
  return (await world.forMember(memberId).export.page.query({ kind })).items;
}
