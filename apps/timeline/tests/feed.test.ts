import { afterAll, beforeAll, expect, test } from 'vitest';

import { idsToTheEnd, refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

const limit = 7;

async function addFollowedAuthors(viewerId: string, count: number): Promise<string[]> {
  const authors = Array.from({ length: count }, () => timeline.members.add());
  await Promise.all(authors.map((author) => timeline.members.follow(viewerId, author)));
  return authors;
}

test('the following feed shows posts of those one follows and one’s own, newest first, each exactly once while others are written', async () => {
  const viewer = timeline.members.add();
  const authors = await addFollowedAuthors(viewer, 3);
  const stranger = timeline.members.add();
  await timeline.writePost(stranger);
  const written = await timeline.writePosts([...authors, viewer], 30);
  const client = timeline.as(viewer);

  const seen = await idsToTheEnd(
    (cursor) => client.feed.following.query({ cursor, limit }),
    () => Promise.all([...authors, viewer].map((author) => timeline.writePost(author))),
  );
  expect(seen).toEqual(written);
});

test('the author feed shows all posts of one author, newest first, each exactly once while others are written', async () => {
  const author = timeline.members.add();
  const written = await timeline.writePosts([author, timeline.members.add()], 40);
  const rows = await timeline.db.post.findMany({ where: { authorId: author } });
  const own = written.filter((id) => rows.some((row) => row.id === id));

  const seen = await idsToTheEnd(
    (cursor) => timeline.anyone.feed.byAuthor.query({ authorId: author, cursor, limit }),
    () => timeline.writePost(author),
  );
  expect(seen).toEqual(own);
});

test('a post is shown with its author, its counters and whether the reader likes it', async () => {
  const viewer = timeline.members.add();
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  await timeline.likePost(id, viewer);
  const query = { authorId: author };
  const { items } = await timeline.as(viewer).feed.byAuthor.query(query);
  expect(items).toMatchObject([
    { id, authorId: author, author: { id: author }, likeCount: 1, commentCount: 0, liked: true },
  ]);
  const others = await timeline.anyone.feed.byAuthor.query(query);
  expect(others.items).toMatchObject([{ id, likeCount: 1, liked: false }]);
});

test('a deleted post is gone from every feed at once, and the page is full all the same', async () => {
  const author = timeline.members.add();
  const [deleted = '', ...kept] = await timeline.writePosts([author], 30);
  const client = timeline.as(author);
  await timeline.openHome(author);
  expect(await timeline.homeOf(author)).toContain(deleted);
  await timeline.deletePost(deleted);

  const following = await client.feed.following.query({ limit: 10 });
  expect(following.items.map((post) => post.id)).toEqual(kept.slice(0, 10));
  const byAuthor = await client.feed.byAuthor.query({ authorId: author, limit: 10 });
  expect(byAuthor.items.map((post) => post.id)).toEqual(kept.slice(0, 10));
  const recent = await client.feed.recent.query({ limit: 100 });
  expect(recent.items.map((post) => post.id)).not.toContain(deleted);
});

test('a page whose posts are mostly hidden is filled from further down', async () => {
  const viewer = timeline.members.add();
  const [gone = '', there = ''] = await addFollowedAuthors(viewer, 2);
  const old = await timeline.writePosts([there], 5);
  await timeline.writePosts([gone], 3);
  timeline.members.remove(gone);
  const { items, nextCursor } = await timeline.as(viewer).feed.following.query({ limit: 4 });
  expect(items.map((post) => post.id)).toEqual(old.slice(0, 4));
  expect(nextCursor).not.toBeNull();
});

test('the posts of a disabled member are hidden, and the list still ends', async () => {
  const author = timeline.members.add();
  const viewer = timeline.members.add();
  await timeline.members.follow(viewer, author);
  await timeline.writePosts([author], 60);
  timeline.members.remove(author);
  const seen = await idsToTheEnd((cursor) =>
    timeline.as(viewer).feed.following.query({ cursor, limit: 5 }),
  );
  expect(seen).toEqual([]);
});

test('the head tells how many posts are new, capped at 100, without moving anything', async () => {
  const viewer = timeline.members.add();
  const [author = ''] = await addFollowedAuthors(viewer, 1);
  const client = timeline.as(viewer);
  expect(await client.feed.head.query({ since: null })).toEqual({ newCount: 0 });

  const [newest = '', , third = ''] = await timeline.writePosts([author], 5);
  expect(await client.feed.head.query({ since: newest })).toEqual({ newCount: 0 });
  expect(await client.feed.head.query({ since: third })).toEqual({ newCount: 2 });
  expect(await client.feed.head.query({ since: third.toUpperCase() })).toEqual({ newCount: 2 });
  const hide = (hiddenAt: Date | null) =>
    timeline.db.post.update({ where: { id: newest }, data: { hiddenAt } });
  await hide(new Date());
  expect(await client.feed.head.query({ since: third })).toEqual({ newCount: 1 });
  await hide(null);
  await timeline.writePosts([author], 120);
  expect(await client.feed.head.query({ since: null })).toEqual({ newCount: 100 });
});

test('following and head are for members only', async () => {
  const expected = { code: 'UNAUTHENTICATED', status: 401 };
  expect(await refusalOf(timeline.anyone.feed.following.query({}))).toMatchObject(expected);
  expect(await refusalOf(timeline.anyone.feed.head.query({ since: null }))).toMatchObject(expected);
});

test.each([0, 101, 1.5, -1])('a limit of %d is refused', async (bad) => {
  const refusal = await refusalOf(timeline.anyone.feed.recent.query({ limit: bad }));
  expect(refusal).toMatchObject({ code: 'INPUT_INVALID', status: 400 });
  expect(Object.keys(refusal.fields)).toEqual(['limit']);
});

test('a limit of 1 and of 100 are kept to', async () => {
  const author = timeline.members.add();
  await timeline.writePosts([author], 105);
  const one = await timeline.anyone.feed.byAuthor.query({ authorId: author, limit: 1 });
  expect(one.items).toHaveLength(1);
  const hundred = await timeline.anyone.feed.byAuthor.query({ authorId: author, limit: 100 });
  expect(hundred.items).toHaveLength(100);
});

test('a forged cursor, or one of another list, is refused', async () => {
  const author = timeline.members.add();
  const other = timeline.members.add();
  await timeline.writePosts([author], 3);
  const query = { authorId: author, limit: 1 };
  const { nextCursor } = await timeline.anyone.feed.byAuthor.query(query);
  const forged = [
    'x',
    '한글',
    `${nextCursor}!`,
    Buffer.from('null').toString('base64url'),
    Buffer.from(JSON.stringify({ l: 'recent', p: { at: 'now', id: author } })).toString(
      'base64url',
    ),
    Buffer.from(JSON.stringify({ l: 'recent', p: "' OR 1=1 --" })).toString('base64url'),
  ];
  const attempts = [
    ...forged.map((cursor) => timeline.anyone.feed.recent.query({ cursor })),
    timeline.anyone.feed.recent.query({ cursor: nextCursor }),
    timeline.anyone.feed.byAuthor.query({ authorId: other, cursor: nextCursor }),
    timeline.as(author).feed.following.query({ cursor: nextCursor }),
  ];
  for (const refusal of await Promise.all(attempts.map(refusalOf))) {
    expect(refusal).toMatchObject({ code: 'CURSOR_INVALID', status: 400 });
  }
});

test('bad input is refused by field, and an unknown author is not found', async () => {
  const attempt = timeline.anyone.feed.byAuthor.query({ authorId: 'me', page: 2 } as never); // on purpose
  expect(await refusalOf(attempt)).toMatchObject({
    code: 'INPUT_INVALID',
    fields: { authorId: 'invalid_id', page: 'unknown_field' },
  });
  const since = timeline.as(timeline.members.add()).feed.head.query({ since: 'yesterday' });
  expect(await refusalOf(since)).toMatchObject({ fields: { since: 'invalid_id' } });
  const authorId = '0190c1f2-0000-7000-8000-000000000001';
  expect(await refusalOf(timeline.anyone.feed.byAuthor.query({ authorId }))).toMatchObject({
    code: 'MEMBER_NOT_FOUND',
    status: 404,
  });
});
