import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { refusalOf, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

test('a post is read by its id, without logging in', async () => {
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  const expected = { id, authorId: author, text: `post ${id}`, editedAt: null, liked: false };
  expect(await timeline.anyone.post.byId.query({ id })).toMatchObject(expected);
  expect(await timeline.anyone.post.byId.query({ id: id.toUpperCase() })).toMatchObject(expected);
});

test('an unknown post, a deleted one, and one whose author is gone are not found', async () => {
  const author = timeline.members.add();
  const deleted = await timeline.writePost(author);
  await timeline.deletePost(deleted);
  const orphan = await timeline.writePost(newId());
  const refusals = await Promise.all(
    [newId(), deleted, orphan].flatMap((id) => [
      refusalOf(timeline.as(author).post.byId.query({ id })),
      refusalOf(timeline.anyone.post.comments.query({ postId: id })),
    ]),
  );
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ code: 'POST_NOT_FOUND', status: 404 });
  }
});

test('a post tells all that was read in it, its counters, and what the reader has marked', async () => {
  const [author, reader] = [timeline.members.add(), timeline.members.add()];
  const id = await timeline.writePost(author);
  const entities = [{ kind: 'tag', start: 0, end: 3, tag: 'ab' }];
  const facts = { contentWarning: 'spoiler', language: 'ko', entities, version: 2 };
  const counters = { likeCount: 1, commentCount: 2, bookmarkCount: 3, viewCount: 4 };
  await timeline.db.post.update({ where: { id }, data: { ...facts, ...counters } });
  const mark = { postId: id, memberId: reader, createdAt: new Date() };
  await timeline.db.bookmark.create({ data: mark });
  const shown = { ...facts, ...counters };
  expect(await timeline.as(reader).post.byId.query({ id })).toMatchObject({
    ...shown,
    liked: false,
    bookmarked: true,
  });
  const { items } = await timeline.as(author).feed.byAuthor.query({ authorId: author });
  expect(items).toMatchObject([{ ...shown, liked: false, bookmarked: false }]);
});

test('what moderation has hidden only its author still sees', async () => {
  const author = timeline.members.add();
  const id = await timeline.writePost(author);
  await timeline.db.post.update({ where: { id }, data: { hiddenAt: new Date() } });
  expect(await refusalOf(timeline.anyone.post.byId.query({ id }))).toMatchObject({
    code: 'POST_NOT_FOUND',
  });
  const feed = await timeline.anyone.feed.byAuthor.query({ authorId: author });
  expect(feed.items).toEqual([]);
  expect(await timeline.as(author).post.byId.query({ id })).toMatchObject({ id });
});

test('what is not an id is refused by field', async () => {
  const refusal = await refusalOf(timeline.anyone.post.byId.query({ id: '1 OR 1=1' }));
  expect(refusal).toMatchObject({ code: 'INPUT_INVALID', fields: { id: 'invalid_id' } });
});

test('the database role of this service can read posts and change nothing', async () => {
  const id = await timeline.writePost(timeline.members.add());
  const { db } = timeline.deps;
  const attempts = [
    db.read((content) => content.post.update({ where: { id }, data: { text: 'mine' } })),
    db.read((content) => content.post.delete({ where: { id } })),
    db.read((content) => content.$executeRaw`SET default_transaction_read_only = off`),
    db.read((content) => content.$executeRaw`BEGIN READ WRITE; DELETE FROM posts; COMMIT`),
    db.read((content) => content.outbox.findMany()),
    db.read((content) => content.$executeRaw`CREATE TABLE mine (id int)`),
  ];
  const results = await Promise.allSettled(attempts);
  // Lifting the session's own guard is allowed and of no use: the role has no right to write.
  const expected = ['rejected', 'rejected', 'fulfilled', 'rejected', 'rejected', 'rejected'];
  expect(results.map((result) => result.status)).toEqual(expected);
  expect(await timeline.anyone.post.byId.query({ id })).toMatchObject({ text: `post ${id}` });
});

test('it is ready when posts can be read', async () => {
  const answer = await fetch(`${timeline.url}/readyz`);
  expect(await answer.json()).toEqual({ ok: true, away: [] });
});
