import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { insertNotifications, type StoredNotification } from '../src/db/notifications.ts';
import { type Member, testMongoUrl } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { briefOf, noon, startNotifications } from './_notifications.ts';

const groupSize = 40;
const groupCount = 35;
const limit = 10;

test('many large rows are listed and counted in a bounded number of questions, and as many as there are', async () => {
  const members = createTestMembers();
  const url = `${testMongoUrl()}?monitorCommands=true`;
  await using world = await startNotifications(members, { MONGODB_URL: url });
  // As on MongoDB; the server of a development machine is asked for each text.
  world.deps.db.narrowsBySets = () => Promise.resolve(true);
  let asked = 0;
  (await world.deps.db.db()).client.on('commandStarted', () => void (asked += 1));
  const author = world.join();
  const fans = Array.from({ length: groupSize }, () => world.join());
  for (let group = 0; group < groupCount; group += 1) {
    await insertNotifications(world.deps.db, likesOf(author, { fans, group }));
  }
  const { notification } = author.api;
  const questionsOf = async <T>(ask: () => Promise<T>): Promise<{ answer: T; stores: number }> => {
    asked = 0;
    return { answer: await ask(), stores: asked };
  };

  const unread = await questionsOf(() => notification.unread.query());
  expect(unread.answer).toEqual({ count: groupCount });
  expect(unread.stores).toBeLessThanOrEqual(9);

  const listing = async (input: { limit: number; cursor: string | null }) => {
    const { answer, stores } = await questionsOf(() => notification.list.query(input));
    expect(stores).toBeLessThanOrEqual(input.cursor === null ? 12 : 16);
    return answer;
  };
  const seen: (string | null)[] = [];
  let cursor: string | null = null;
  do {
    const input = { limit, cursor };
    const page: Awaited<ReturnType<typeof notification.list.query>> = await listing(input);
    cursor = page.nextCursor;
    expect(page.items.map(briefOf)).toEqual(
      page.items.map(() => `like by ${groupSize}, ${groupSize}`),
    );
    seen.push(...page.items.map(({ postId }) => postId));
  } while (cursor !== null);
  expect(seen).toEqual(
    Array.from({ length: groupCount }, (_, group) => postIdOf(groupCount - 1 - group)),
  );
}, 120_000);

test('rows of hundreds keep nobody from those behind them: a page ends early, and the next goes on', async () => {
  await using world = await startNotifications();
  const [author, fan] = [world.join(), world.join()];
  // Later than all others, one after another.
  const large = [105, 104, 103, 102].map((group) => {
    const [one] = likesOf(author, { fans: [fan], group });
    if (!one) throw new Error('one was made');
    return Array.from({ length: 520 }, (_, index) => ({
      ...one,
      _id: `${one._id}:${index}`,
      occurredAt: new Date(one.occurredAt.getTime() + index),
    }));
  });
  const small = [1, 2].map((group) => likesOf(author, { fans: [fan], group }));
  for (const some of [...large, ...small]) await insertNotifications(world.deps.db, some);
  const first = await author.api.notification.list.query({ limit: 20 });
  expect(first.items.map(briefOf)).toEqual(large.map(() => 'like by 1, 520'));
  const { nextCursor: cursor } = first;
  expect(cursor).not.toBeNull();
  const second = await author.api.notification.list.query({ limit: 20, cursor });
  expect(second.items.map(({ postId }) => postId)).toEqual([2, 1].map(postIdOf));
  expect(second.nextCursor).toBeNull();
  expect(await author.api.notification.unread.query()).toEqual({ count: 6 });
}, 120_000);

const postIds = new Map<number, string>();

function postIdOf(group: number): string {
  const postId = postIds.get(group) ?? newId();
  postIds.set(group, postId);
  return postId;
}

/** As they are told: all of one post within a few seconds, one post after another. */
function likesOf(
  author: Member,
  { fans, group }: { fans: Member[]; group: number },
): StoredNotification[] {
  const postId = postIdOf(group);
  return fans.map((fan, index) => ({
    _id: `${author.id}:like:${postId}:${fan.id}`,
    recipientId: author.id,
    kind: 'like',
    actorId: fan.id,
    groupKey: `like:${postId}:2026-11-21`,
    burstKey: `${author.id}:like:${fan.id}`,
    target: { kind: 'post', id: postId },
    postId,
    textId: postId,
    occurredAt: new Date(noon + group * 60_000 + index * 100),
  }));
}
