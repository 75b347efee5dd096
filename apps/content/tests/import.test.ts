import type { ImportContentInput } from '@dailyfeed/contract/import';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import { importContent } from '../src/domain/import.ts';
import { refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

const day = (date: number): string => `2026-01-0${date}T00:00:00.000Z`;

/** A post of the first day, a thread of three levels in the days after, and two likes. */
function makePast() {
  const authorId = newId();
  const on = (date: number) => ({ id: newId(new Date(day(date))), authorId, createdAt: day(date) });
  const post = { ...on(1), text: 'old' };
  const top = { ...on(2), postId: post.id, text: 'top' };
  const reply = { ...on(3), postId: post.id, parentId: top.id, text: 'reply' };
  const deepest = { ...on(4), postId: post.id, parentId: reply.id, text: 'deepest' };
  const likes = [newId(), newId()].map((memberId) => ({
    postId: post.id,
    memberId,
    createdAt: day(2),
  }));
  // Upside down: a batch need not be in order.
  const batch = { posts: [post], comments: [deepest, reply, top], likes };
  return { post, top, reply, deepest, likes, batch };
}

const importBatch = (batch: ImportContentInput) => content.service.import.content.mutate(batch);

test('a past comes in with its times, levels and counters, and tells nobody', async () => {
  const { post, batch } = makePast();
  const before = await content.count();
  expect(await importBatch(batch)).toEqual({ imported: 6 });

  const row = await content.db.post.findUniqueOrThrow({
    where: { id: post.id },
    include: { comments: { orderBy: { id: 'asc' } } },
  });
  expect(row).toMatchObject({
    createdAt: new Date(day(1)),
    lastActivityAt: new Date(day(4)),
    version: 1,
    likeCount: 2,
    commentCount: 3,
    comments: [
      { text: 'top', depth: 0, replyCount: 1, createdAt: new Date(day(2)) },
      { text: 'reply', depth: 1, replyCount: 1 },
      { text: 'deepest', depth: 2, replyCount: 0 },
    ],
  });
  expect((await content.count()).outbox).toBe(before.outbox);
});

test('of what happened from a time on everybody is told, once, in its order and dated as it was', async () => {
  const { post, top, reply, deepest, likes, batch } = makePast();
  const told = { ...batch, toldSince: day(3) };
  await importBatch(told);
  await importBatch(told);
  // Likes of another batch, like those of a demo world, are told of too; the first is the older one.
  const [late] = likes.map((like) => ({ ...like, memberId: newId(), createdAt: day(5) }));
  if (!late) throw new Error('two likes were made');
  await importBatch({ posts: [], comments: [], likes: [...likes, late], toldSince: day(3) });
  const rows = await content.db.outbox.findMany({
    where: { key: post.id },
    orderBy: { seq: 'asc' },
  });
  expect(rows.map(({ event }) => event)).toMatchObject([
    {
      type: 'comment.created',
      subject: { id: reply.id },
      occurredAt: day(3),
      data: { parentAuthorId: top.authorId },
    },
    { type: 'comment.created', subject: { id: deepest.id }, occurredAt: day(4) },
    { type: 'post.liked', actorId: late.memberId, occurredAt: day(5), data: { likeCount: 3 } },
  ]);
});

test('a batch sent again, or three times at once, imports nothing twice', async () => {
  const { post, batch } = makePast();
  const answers = await Promise.all([1, 2, 3].map(() => importBatch(batch)));
  expect(answers.reduce((sum, { imported }) => sum + imported, 0)).toBe(6);

  const before = await content.count();
  expect(await importBatch(batch)).toEqual({ imported: 0 });
  expect(await content.count()).toEqual(before);
  const row = await content.db.post.findUniqueOrThrow({ where: { id: post.id } });
  expect(row).toMatchObject({ likeCount: 2, commentCount: 3 });
});

test('a later batch adds to what is there', async () => {
  const { post, top, likes, batch } = makePast();
  await importBatch({ ...batch, likes: [] });
  const more = { ...top, id: newId(), parentId: top.id, text: 'more' };
  expect(await importBatch({ posts: [], comments: [more], likes })).toEqual({ imported: 3 });
  const row = await content.db.post.findUniqueOrThrow({ where: { id: post.id } });
  expect(row).toMatchObject({ likeCount: 2, commentCount: 4 });
});

test('as many posts and comments as a batch may hold come in at once', async () => {
  const pasts = Array.from({ length: 2000 }, makePast);
  const input = {
    posts: pasts.map(({ post }) => post),
    comments: pasts.flatMap(({ top, reply, deepest }) => [top, reply, deepest]).slice(0, 5000),
    likes: pasts.flatMap(({ likes }) => likes),
  };
  expect(await importContent(content.deps, input)).toEqual({ imported: 11_000 });
});

test('a comment or like on an unknown post refuses the whole batch, and says which', async () => {
  const { top, likes, batch } = makePast();
  const [like] = likes.map((item) => ({ ...item, postId: newId() }));
  const cases: [ImportContentInput, string][] = [
    [{ ...batch, comments: [top, { ...top, id: newId(), postId: newId() }] }, 'comments.1.postId'],
    [{ ...batch, likes: like ? [...likes, like] : [] }, 'likes.2.postId'],
  ];
  for (const [input, path] of cases) {
    expect(await refusal(content, () => importBatch(input))).toMatchObject({
      code: 'POST_NOT_FOUND',
      fields: { [path]: 'invalid' },
      wrote: false,
    });
  }
});

test('a parent that is unknown, under another post, too deep or part of a circle refuses the whole batch', async () => {
  const { top, reply, deepest, batch } = makePast();
  const elsewhere = makePast();
  await importBatch(elsewhere.batch);
  const odd = { ...top, id: newId() };
  for (const [comments, code] of [
    [[top, { ...odd, parentId: newId() }], 'COMMENT_NOT_FOUND'],
    [[top, { ...odd, parentId: elsewhere.top.id }], 'COMMENT_NOT_FOUND'],
    [[{ ...top, parentId: deepest.id }, reply, deepest], 'COMMENT_NOT_FOUND'],
    [[...batch.comments, { ...odd, parentId: deepest.id }], 'COMMENT_TOO_DEEP'],
  ] as const) {
    const input = { ...batch, comments: [...comments] };
    expect(await refusal(content, () => importBatch(input))).toMatchObject({ code, wrote: false });
  }
});

test('bad fields are named with their place in the batch', async () => {
  const { post, batch } = makePast();
  const input = { ...batch, posts: [post, { ...post, id: 'nothing', text: ' ' }] };
  expect(await refusal(content, () => importBatch(input))).toMatchObject({
    code: 'INPUT_INVALID',
    fields: { 'posts.1.id': 'invalid_id', 'posts.1.text': 'required' },
    wrote: false,
  });
});

test('only a service may import: a member and a stranger are refused', async () => {
  for (const caller of [content.newMember().api, content.nobody]) {
    const attempt = () => caller.import.content.mutate(makePast().batch);
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'FORBIDDEN',
      status: 403,
      wrote: false,
    });
  }
});
