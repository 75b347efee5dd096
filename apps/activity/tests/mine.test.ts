import type { Activity, ActivityType } from '@dailyfeed/contract/activity';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import {
  liked,
  type Member,
  oneOfEach,
  refusal,
  startTestActivity,
  type TestActivity,
  toEvent,
} from './_harness.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');

test('a story is told newest first', async () => {
  await using activity = await startTestActivity();
  const ann = activity.newMember();
  const ids = await record(activity, ann, [0, 5, 3]);
  const page = await ann.api.activity.mine.query({ limit: 10 });
  expect(page.items.map((item) => item.id)).toEqual([ids[1], ids[2], ids[0]]);
  expect(page.nextCursor).toBeNull();
});

test('paging to the end gives each activity exactly once, equal times included', async () => {
  await using activity = await startTestActivity();
  const ann = activity.newMember();
  const minutes = Array.from({ length: 23 }, (_, index) => Math.floor(index / 5));
  const ids = await record(activity, ann, minutes);

  const items = await readAll(ann, { limit: 3 });

  expect(items).toHaveLength(23);
  expect(new Set(items.map((item) => item.id))).toEqual(new Set(ids));
  const order = items.map((item) => `${item.occurredAt} ${item.id}`);
  expect(order).toEqual(order.toSorted().toReversed());
});

test('what happens while someone reads neither repeats nor hides what was there', async () => {
  await using activity = await startTestActivity();
  const ann = activity.newMember();
  const ids = await record(activity, ann, [1, 2, 3, 4]);
  const first = await ann.api.activity.mine.query({ limit: 2 });
  await record(activity, ann, [9]);
  const second = await ann.api.activity.mine.query({ limit: 2, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map((item) => item.id)).toEqual(ids.toReversed());
});

test('a type filters the story, page by page', async () => {
  await using activity = await startTestActivity();
  const ann = activity.newMember();
  const events = Array.from({ length: 3 }, () => oneOfEach(ann.id, newId())).flat();
  // What happens in the same millisecond may be the same.
  await recordActivities(
    activity.deps,
    events.map((event, second) => toEvent(event, new Date(noon + second * 1000))),
  );
  const items = await readAll(ann, { limit: 2, type: 'comment.created' });
  expect(items.map((item) => item.type)).toEqual(
    Array.from({ length: 3 }, () => 'comment.created'),
  );
  // Who signs up three times, which nobody does, has signed up once.
  expect(await readAll(ann, { limit: 20 })).toHaveLength(events.length - 2);
});

test('events that come again among others are there once, and what was taken out stays out', async () => {
  await using activity = await startTestActivity();
  const me = activity.newMember();
  const [first, second, third] = [0, 1, 2].map((minute) =>
    toEvent(liked(me.id), new Date(noon + minute * 60_000)),
  );
  if (!first || !second || !third) throw new Error('three were made');
  await recordActivities(activity.deps, [first, second]);
  await me.api.activity.hide.mutate({ id: first.id });
  await recordActivities(activity.deps, [first, second, third]);
  const ids = (await readAll(me, { limit: 10 })).map(({ id }) => id);
  expect(ids).toEqual([third.id, second.id]);
});

test('what repeats what was taken out is gone with it, also for an event that comes again', async () => {
  await using activity = await startTestActivity();
  const me = activity.newMember();
  const like = liked(me.id);
  const again = [0, 1, 2].map((minute) => toEvent(like, new Date(noon + minute * 60_000)));
  await recordActivities(activity.deps, again);
  const [line, ...others] = await readAll(me, { limit: 10 });
  expect([line?.id, others]).toEqual([again[2]?.id, []]);
  await me.api.activity.hide.mutate({ id: line?.id ?? '' });
  expect(await readAll(me, { limit: 10 })).toEqual([]);
  await recordActivities(activity.deps, again);
  expect(await readAll(me, { limit: 10 })).toEqual([]);
});

test("nobody sees another member's story", async () => {
  await using activity = await startTestActivity();
  const [ann, bob] = [activity.newMember(), activity.newMember()];
  await record(activity, ann, [1, 2, 3]);
  const [bobs] = await record(activity, bob, [2]);
  expect((await bob.api.activity.mine.query({ limit: 10 })).items.map((item) => item.id)).toEqual([
    bobs,
  ]);
  const { nextCursor } = await ann.api.activity.mine.query({ limit: 1 });
  const stolen = bob.api.activity.mine.query({ limit: 10, cursor: nextCursor });
  await expect(stolen).rejects.toMatchObject({ data: { appCode: 'CURSOR_INVALID' } });
});

test('a member without a story reads an empty one', async () => {
  await using activity = await startTestActivity();
  const page = await activity.newMember().api.activity.mine.query({});
  expect(page).toEqual({ items: [], nextCursor: null });
});

test('who is not logged in is refused', async () => {
  await using activity = await startTestActivity();
  expect(await refusal(activity.nobody.activity.mine.query({ limit: 10 }))).toEqual({
    code: 'UNAUTHENTICATED',
    status: 401,
  });
});

test('a cursor that was forged, cut or taken from another list is refused', async () => {
  await using activity = await startTestActivity();
  const ann = activity.newMember();
  await record(activity, ann, [1, 2, 3]);
  const { nextCursor } = await ann.api.activity.mine.query({ limit: 1 });
  const good = nextCursor ?? '';
  const forge = (value: unknown): string =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const position = { at: '2026-11-21T12:00:00.000Z', id: newId() };
  for (const cursor of [
    'x',
    good.slice(0, -3),
    `${good}=`,
    forge({ l: 'recent', p: position }),
    forge({ l: 'mine', p: { ...position, at: 'today' } }),
    forge({ l: 'mine', p: { ...position, id: { $gt: '' } } }),
    forge({ l: 'mine', p: position, extra: 1 }),
  ]) {
    expect(await refusal(ann.api.activity.mine.query({ limit: 1, cursor }))).toEqual({
      code: 'CURSOR_INVALID',
      status: 400,
    });
  }
  const other = ann.api.activity.mine.query({ limit: 1, cursor: good, type: 'post.liked' });
  expect(await refusal(other)).toEqual({ code: 'CURSOR_INVALID', status: 400 });
});

test.each([{ limit: 0 }, { limit: 101 }, { limit: 1.5 }])(
  'a limit of $limit is refused',
  async (input) => {
    await using activity = await startTestActivity();
    expect(await refusal(activity.newMember().api.activity.mine.query(input))).toEqual({
      code: 'INPUT_INVALID',
      status: 400,
    });
  },
);

/** Likes at the given minutes after noon; their ids in that order. */
async function record(
  activity: TestActivity,
  { id }: Member,
  minutes: number[],
): Promise<string[]> {
  const events = minutes.map((minute) => toEvent(liked(id), new Date(noon + minute * 60_000)));
  await recordActivities(activity.deps, events);
  return events.map((event) => event.id);
}

async function readAll(
  { api }: Member,
  input: { limit: number; type?: ActivityType },
): Promise<Activity[]> {
  const items: Activity[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: Activity[]; nextCursor: string | null } = await api.activity.mine.query({
      ...input,
      cursor,
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
