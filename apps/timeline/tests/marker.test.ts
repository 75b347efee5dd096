import { afterAll, beforeAll, expect, test } from 'vitest';

import { refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

const nowhere = { postId: null, setAt: null, cursor: null };

test('a marker is the member’s alone, the last one set wins, and it is kept for 14 days', async () => {
  const [one, other] = [timeline.members.add(), timeline.members.add()];
  const [first = '', second = ''] = await timeline.writePosts([one], 2);
  expect(await timeline.as(one).marker.get.query()).toEqual(nowhere);
  await timeline.as(one).marker.set.mutate({ postId: first });
  const marker = await timeline.as(one).marker.set.mutate({ postId: second });
  expect(marker.postId).toBe(second);
  expect(await timeline.as(one).marker.get.query()).toEqual(marker);
  expect(await timeline.as(other).marker.get.query()).toEqual(nowhere);
  expect(await timeline.stored.ttl(`marker:${one}`)).toBeGreaterThan(13 * 24 * 3600);
});

test('markers are for members, of posts, and refused while Redis is away; then there is none to get', async () => {
  const member = timeline.members.add();
  const postId = await timeline.writePost(member);
  const visitor = timeline.anyone.marker;
  expect(await refusalOf(visitor.get.query())).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await refusalOf(visitor.set.mutate({ postId }))).toMatchObject({
    code: 'UNAUTHENTICATED',
  });
  const { marker } = timeline.as(member);
  expect(await refusalOf(marker.set.mutate({ postId: 'here' }))).toMatchObject({
    code: 'INPUT_INVALID',
    fields: { postId: 'invalid_id' },
  });
  timeline.redis.set('refuse');
  expect(await refusalOf(marker.set.mutate({ postId }))).toMatchObject({
    code: 'STORE_UNAVAILABLE',
    status: 503,
  });
  expect(await marker.get.query()).toEqual(nowhere);
});
