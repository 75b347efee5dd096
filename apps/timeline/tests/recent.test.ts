import { expect, test } from 'vitest';

import { idsToTheEnd, startTestTimeline } from './_harness.ts';

test('recent orders by latest activity: a comment brings a post to the top', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const [newest, middle = '', oldest] = await timeline.writePosts([author], 3);
  await timeline.writeComment(author, { postId: middle });
  const { items } = await timeline.anyone.feed.recent.query({});
  expect(items.map((post) => post.id)).toEqual([middle, newest, oldest]);
  expect(items[0]?.commentCount).toBe(1);
});

test('recent is paged to the end, each post exactly once, equal times included, while others are written', async () => {
  await using timeline = await startTestTimeline();
  const author = timeline.members.add();
  const spread = await timeline.writePosts([author, timeline.members.add()], 20);
  const at = new Date(Date.now() - 3_600_000 * 24);
  const simultaneous = await Promise.all(
    Array.from({ length: 10 }, () => timeline.writePost(author, at)),
  );
  const written = [...spread, ...simultaneous.toSorted().toReversed()];

  const seen = await idsToTheEnd(
    (cursor) => timeline.anyone.feed.recent.query({ cursor, limit: 4 }),
    () => timeline.writePost(author),
  );
  expect(seen).toEqual(written);
});
