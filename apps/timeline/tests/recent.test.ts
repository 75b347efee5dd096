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

test('however many posts at the top of a list are deleted or hidden, its first page is what stands below; only to its author is there what was hidden', async () => {
  await using timeline = await startTestTimeline();
  const [author, spammer] = [timeline.members.add(), timeline.members.add()];
  const dayMs = 24 * 3_600_000;
  const kept = await timeline.writePost(author, new Date(Date.now() - 2 * dayMs));
  const own = await timeline.writePost(spammer, new Date(Date.now() - dayMs));
  const spam = await timeline.writePosts([spammer], 240);
  const tag = 'seoul';
  const tagged = [kept, own, ...spam].map((postId) => ({ postId, tag }));
  await timeline.db.postTag.createMany({ data: tagged });
  const [deleted, hidden] = [spam.slice(0, 120), spam.slice(120)];
  const changed = (ids: string[]) => ({ where: { id: { in: ids } } });
  const now = new Date();
  await timeline.db.post.updateMany({ ...changed(deleted), data: { deletedAt: now } });
  await timeline.db.post.updateMany({ ...changed(hidden), data: { hiddenAt: now } });

  const pagesFor = async ({ feed }: typeof timeline.anyone) => {
    const request = { limit: 20 };
    const pages = await Promise.all([
      feed.recent.query(request),
      feed.tag.query({ ...request, tag }),
      feed.byAuthor.query({ ...request, authorId: spammer }),
    ]);
    return pages.map(({ items }) => items.map((post) => post.id));
  };
  for (const reader of [timeline.anyone, timeline.as(author)]) {
    expect(await pagesFor(reader)).toEqual([[own, kept], [own, kept], [own]]);
  }
  const first = hidden.slice(0, 20);
  expect(await pagesFor(timeline.as(spammer))).toEqual([first, first, first]);
});
