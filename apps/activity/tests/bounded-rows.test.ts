import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { recordActivities } from '../src/domain/activity.ts';
import { type Member, testMongoUrl } from './_harness.ts';
import { createTestMembers } from './_members.ts';
import { at, briefOf, likeBy, readAll, startNotifications } from './_notifications.ts';

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

/** The service, and how many rows its store answers with. */
async function start() {
  const url = `${testMongoUrl()}?monitorCommands=true`;
  const world = await startNotifications(createTestMembers(), { MONGODB_URL: url });
  let rows = 0;
  (await world.deps.db.db()).client.on('commandSucceeded', ({ reply }) => {
    const { firstBatch, nextBatch } = Object(Object(reply)['cursor']);
    const batch: unknown = firstBatch ?? nextBatch;
    if (Array.isArray(batch)) rows += batch.length;
  });
  return {
    ...world,
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
