import { connectContent } from '@dailyfeed/content-store/client';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, onTestFinished, test } from 'vitest';

import { lockPosts } from '../src/db/posts.ts';
import { applyScreening } from '../src/domain/screening.ts';
import { countViews } from '../src/domain/view.ts';
import { createEraseDeletedJob } from '../src/jobs/erase-deleted-content.ts';
import { createReconcileCountersJob } from '../src/jobs/reconcile-counters.ts';
import { newKey, newPost, startTestContent } from './_harness.ts';

const dayMs = 86_400_000;
const clock = { now: new Date() };
const content = await startTestContent({}, { now: () => clock.now });
afterAll(() => content[Symbol.asyncDispose]());

const { signal } = new AbortController();
const erase = () => createEraseDeletedJob(content.deps).run(signal);
const later = (ms: number) => {
  clock.now = new Date(clock.now.getTime() + ms);
};

test('what is deleted is erased after 30 days, with all that hangs on it, and not before', async () => {
  const ann = content.newMember();
  const post = await ann.api.post.create.mutate({ text: 'one #tag', idempotencyKey: newKey() });
  await ann.api.post.edit.mutate({ id: post.id, text: 'two #tag', version: 1 });
  await ann.api.post.like.mutate({ id: post.id });
  const kept = await newPost(content);
  const write = (parentId: string | null) =>
    ann.api.comment.create.mutate({
      postId: kept.id,
      parentId,
      text: 'secret',
      idempotencyKey: newKey(),
    });
  const top = await write(null);
  const answer = await write(top.id);
  const alone = await write(null);
  await ann.api.post.delete.mutate({ id: post.id });
  const bob = content.newMember();
  for (const { id } of [top, answer, alone]) {
    await bob.api.comment.report.mutate({ id, reason: 'SPAM' });
  }
  const isHidden = { hiddenAt: clock.now, hiddenBy: 'screening', hiddenTerms: ['secret'] };
  for (const { id } of [top, alone]) await ann.api.comment.delete.mutate({ id });
  await content.db.comment.update({ where: { id: top.id }, data: isHidden });

  later(29 * dayMs);
  await erase();
  expect(await content.db.post.count()).toBe(2);
  expect(await content.db.comment.count({ where: { text: 'secret' } })).toBe(3);

  later(2 * dayMs);
  expect(await erase()).toMatchObject({ posts: 1, comments: 1, words: 1 });
  expect(await content.db.post.findMany({ select: { id: true } })).toEqual([{ id: kept.id }]);
  expect(await content.db.postVersion.count()).toBe(0);
  expect(await content.db.postTag.count()).toBe(0);
  const comments = await content.db.comment.findMany({ orderBy: { id: 'asc' } });
  expect(comments).toMatchObject([
    { id: top.id, text: '', hiddenTerms: [] },
    { id: answer.id, text: 'secret' },
  ]);
  // Of what is erased nobody can decide any more.
  expect(await content.db.report.findMany()).toMatchObject([{ subjectId: answer.id }]);
  expect(await erase()).toBeUndefined();
});

test('what was noted of words that are erased goes with them; that something was done stays', async () => {
  const ann = content.newMember();
  const { id: postId } = await ann.api.post.create.mutate({
    text: 'secret',
    idempotencyKey: newKey(),
  });
  const kept = await newPost(content);
  const comment = (at: { postId: string; parentId?: string }) =>
    ann.api.comment.create.mutate({ ...at, text: 'secret', idempotencyKey: newKey() });
  const under = await comment({ postId });
  const top = await comment({ postId: kept.id });
  const answer = await comment({ postId: kept.id, parentId: top.id });
  const alone = await comment({ postId: kept.id });
  const comments = [under, top, answer, alone].map(({ id }) => ({ kind: 'comment' as const, id }));
  for (const subject of [{ kind: 'post' as const, id: postId }, ...comments]) {
    const found = { version: 1, outcome: 'hide', reason: 'SPAM' } as const;
    await applyScreening(content.deps, { ...subject, ...found, terms: ['secret'] });
  }
  await ann.api.post.delete.mutate({ id: postId });
  for (const { id } of [top, alone]) await ann.api.comment.delete.mutate({ id });
  const noted = { where: { note: 'secret' }, select: { subjectId: true } };
  expect(await content.db.moderationAction.findMany(noted)).toHaveLength(5);

  later(31 * dayMs);
  await erase();
  expect(await content.db.moderationAction.findMany(noted)).toEqual([{ subjectId: answer.id }]);
  expect(await content.db.moderationAction.count()).toBe(5);
});

test('comments that go together go in one night, however many that are still answered were deleted before', async () => {
  const { id: postId, authorId } = await newPost(content);
  // Its counters are not kept.
  onTestFinished(async () => void (await content.db.post.delete({ where: { id: postId } })));
  const createdAt = clock.now;
  const written = { postId, authorId, text: 'hm', createdAt };
  const answered = Array.from({ length: 600 }, () => newId());
  await content.db.comment.createMany({
    data: answered.map((id) => ({
      ...written,
      id,
      depth: 0,
      replyCount: 1,
      deletedAt: createdAt,
    })),
  });
  await content.db.comment.createMany({
    data: answered.map((parentId) => ({ ...written, id: newId(), parentId, depth: 1 })),
  });
  // Each was deleted after the one that it answers.
  let parentId: string | null = null;
  for (const depth of [0, 1, 2]) {
    const id = newId();
    const deletedAt = new Date(createdAt.getTime() + 1000 * (depth + 1));
    await content.db.comment.create({ data: { ...written, id, parentId, depth, deletedAt } });
    parentId = id;
  }
  later(31 * dayMs);
  expect(await erase()).toMatchObject({ comments: 3, words: 600 });
  expect(await content.db.comment.count({ where: { postId } })).toBe(1200);
});

test('a post with more likes and comments than one statement takes is erased whole', async () => {
  const { id: postId, authorId } = await newPost(content);
  const createdAt = clock.now;
  const ids = Array.from({ length: 2100 }, () => newId());
  await content.db.postLike.createMany({
    data: ids.map((memberId) => ({ postId, memberId, createdAt })),
  });
  const [top = '', ...replies] = ids;
  const written = { postId, authorId, text: 'hm', createdAt };
  await content.db.comment.create({ data: { id: top, depth: 0, ...written } });
  await content.db.comment.createMany({
    data: replies.map((id) => ({ id, parentId: top, depth: 1, ...written })),
  });
  await content.db.commentLike.createMany({
    data: ids.map((memberId) => ({ commentId: top, memberId, createdAt })),
  });
  await content.db.post.update({ where: { id: postId }, data: { deletedAt: createdAt } });
  later(31 * dayMs);
  expect(await erase()).toMatchObject({ posts: 1 });
  expect(await content.db.postLike.count({ where: { postId } })).toBe(0);
  expect(await content.db.comment.count({ where: { postId } })).toBe(0);
  expect(await content.db.commentLike.count({ where: { commentId: top } })).toBe(0);
});

test('what cannot be erased today is told, and keeps nothing else from going', async () => {
  const held = await newPost(content);
  await content.db.post.update({ where: { id: held.id }, data: { deletedAt: clock.now } });
  later(31 * dayMs);
  const db = connectContent({
    url: content.database.url,
    mode: 'read-write',
    statementTimeoutMs: 3000,
  });
  onTestFinished(() => db.$disconnect());
  const job = createEraseDeletedJob({ db, now: () => clock.now });
  expect(await content.db.idempotency.count()).toBeGreaterThan(0);
  await content.db.$transaction(
    async (tx) => {
      await lockPosts(tx, [held.id]);
      await expect(job.run(signal)).rejects.toThrow('not everything was erased');
    },
    { timeout: 60_000 },
  );
  expect(await content.db.idempotency.count()).toBe(0);
  expect(await job.run(signal)).toMatchObject({ posts: 1 });
});

test('the nightly job sets wrong counters right and leaves right ones alone', async () => {
  const { id: postId } = await newPost(content);
  const ann = content.newMember();
  const top = await ann.api.comment.create.mutate({
    postId,
    text: 'hm',
    idempotencyKey: newKey(),
  });
  await ann.api.comment.create.mutate({
    postId,
    parentId: top.id,
    text: 'hm',
    idempotencyKey: newKey(),
  });
  await ann.api.post.like.mutate({ id: postId });
  await ann.api.comment.like.mutate({ id: top.id });
  await ann.api.comment.delete.mutate({ id: top.id });
  const find = () =>
    Promise.all([
      content.db.post.findUniqueOrThrow({ where: { id: postId } }),
      content.db.comment.findUniqueOrThrow({ where: { id: top.id } }),
    ]);
  const right = await find();
  const reconcile = () => createReconcileCountersJob(content.deps).run(signal);
  expect(await reconcile()).toMatchObject({ corrected: 0 });
  expect(await find()).toEqual(right);
  const wrong = { likeCount: 7, commentCount: 7, bookmarkCount: 7 };
  await content.db.post.update({ where: { id: postId }, data: wrong });
  await content.db.comment.update({
    where: { id: top.id },
    data: { likeCount: 7, replyCount: 7 },
  });
  expect(await reconcile()).toMatchObject({ corrected: 3 });
  expect(await find()).toEqual(right);
});

test('a post that something else holds is left for the next night, and those beside it are set right', async () => {
  const posts = [await newPost(content), await newPost(content), await newPost(content)];
  const wrong = { where: { id: { in: posts.map(({ id }) => id) } }, data: { likeCount: 7 } };
  await content.db.post.updateMany(wrong);
  const db = connectContent({ url: content.database.url, mode: 'read-write' });
  const job = createReconcileCountersJob({ ...content.deps, db });
  const held = posts[1]?.id ?? '';
  await content.db.$transaction(
    async (tx) => {
      await lockPosts(tx, [held]);
      expect(await job.run(signal)).toMatchObject({ corrected: 2, skipped: 1 });
    },
    { timeout: 15_000 },
  );
  const left = await content.db.post.findMany({ where: { likeCount: 7 } });
  expect(left.map(({ id }) => id)).toEqual([held]);
  expect(await job.run(signal)).toMatchObject({ corrected: 1, skipped: 0 });
  await db.$disconnect();
});

test('the nightly job is due when no process has done it for more than a night, and not after one that was ended', async () => {
  await content.db.jobRun.deleteMany();
  const job = createReconcileCountersJob(content.deps);
  const isDue = () => job.isDue?.();
  expect(await isDue()).toBe(true);
  await job.run(AbortSignal.abort());
  expect(await isDue()).toBe(true);
  await job.run(signal);
  expect(await isDue()).toBe(false);
  later(dayMs);
  expect(await isDue()).toBe(false);
  later(dayMs / 12);
  expect(await isDue()).toBe(true);
});

test('a view counts once, however often its event is delivered, and never by the post’s author', async () => {
  const { id: postId, authorId } = await newPost(content);
  const event = { id: newId(), postId, postAuthorId: authorId, memberId: newId(), count: 1 };
  const views = [event, event, { ...event, id: newId(), memberId: null, count: 5 }];
  await Promise.all(views.map((view) => countViews(content.deps, view)));
  await countViews(content.deps, { ...event, id: newId(), memberId: authorId });
  await countViews(content.deps, { ...event, id: newId(), postId: newId() });
  const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
  expect(post.viewCount).toBe(6);
});
