import { persist } from '@dailyfeed/dev-infra/persist';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import { eventsOf, newKey, newPost, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

type Member = ReturnType<typeof content.newMember>;

function comment(
  member: Member,
  args: { postId: string; parentId?: string | null; text?: string },
) {
  return member.api.comment.create.mutate({ text: 'hm', idempotencyKey: newKey(), ...args });
}

test('comments go three levels deep; post and parents count them, and the post becomes active', async () => {
  const { id: postId, authorId } = await newPost(content);
  const [ann, bob] = [content.newMember(), content.newMember()];
  const top = await comment(ann, { postId, text: 'first' });
  const reply = await comment(bob, { postId, parentId: top.id });
  const deepest = await comment(ann, { postId, parentId: reply.id });
  expect(top).toEqual({
    id: expect.any(String),
    postId,
    parentId: null,
    depth: 0,
    authorId: ann.id,
    text: 'first',
    entities: [],
    version: 1,
    createdAt: expect.any(String),
    editedAt: null,
  });
  expect([reply.depth, deepest.depth]).toEqual([1, 2]);

  const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
  expect(post.commentCount).toBe(3);
  expect(post.lastActivityAt.toISOString()).toBe(deepest.createdAt);
  const rows = await content.db.comment.findMany({ where: { postId }, orderBy: { id: 'asc' } });
  expect(rows.map((row) => row.replyCount)).toEqual([1, 1, 0]);

  const [event] = await eventsOf(content, reply.id);
  expect(event).toMatchObject({
    // With its post, so that what happens to one post stays in order.
    key: postId,
    messageKey: `member_activity:kafka_event:COMMENT_CREATE###${reply.id}###${bob.id}`,
    event: {
      type: 'comment.created',
      actorId: bob.id,
      data: { postId, postAuthorId: authorId, parentId: top.id, parentAuthorId: ann.id },
    },
  });
});

test('20 comments at once are all counted', async () => {
  const { id: postId } = await newPost(content);
  const top = await comment(content.newMember(), { postId });
  await Promise.all(
    Array.from({ length: 20 }, () =>
      persist(() => comment(content.newMember(), { postId, parentId: top.id })),
    ),
  );
  const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
  const row = await content.db.comment.findUniqueOrThrow({ where: { id: top.id } });
  expect(post.commentCount).toBe(21);
  expect(row.replyCount).toBe(20);
});

test('a fourth level is refused', async () => {
  const { id: postId } = await newPost(content);
  const ann = content.newMember();
  const top = await comment(ann, { postId });
  const reply = await comment(ann, { postId, parentId: top.id });
  const deepest = await comment(ann, { postId, parentId: reply.id });
  const attempt = () => comment(ann, { postId, parentId: deepest.id });
  expect(await refusal(content, attempt)).toMatchObject({
    code: 'COMMENT_TOO_DEEP',
    status: 400,
    wrote: false,
  });
});

test('a parent that is unknown, deleted or of another post is not found', async () => {
  const [post, other] = [await newPost(content), await newPost(content)];
  const ann = content.newMember();
  const elsewhere = await comment(ann, { postId: other.id });
  const deleted = await comment(ann, { postId: post.id });
  await content.db.comment.update({ where: { id: deleted.id }, data: { deletedAt: new Date() } });
  for (const parentId of [newId(), deleted.id, elsewhere.id]) {
    const attempt = () => comment(ann, { postId: post.id, parentId });
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'COMMENT_NOT_FOUND',
      status: 404,
      wrote: false,
    });
  }
});

test('a post that is unknown or deleted cannot be commented on', async () => {
  const ann = content.newMember();
  const { id } = await ann.api.post.create.mutate({ text: 'gone', idempotencyKey: newKey() });
  await ann.api.post.delete.mutate({ id });
  for (const postId of [newId(), id]) {
    expect(await refusal(content, () => comment(ann, { postId }))).toMatchObject({
      code: 'POST_NOT_FOUND',
      status: 404,
      wrote: false,
    });
  }
});

test('bad input is refused by the name of every field, and nothing is written', async () => {
  const ann = content.newMember();
  const attempt = () =>
    ann.api.comment.create.mutate({
      postId: 'nothing',
      parentId: 'nothing',
      text: '가'.repeat(1001),
      idempotencyKey: 'short',
    });
  expect(await refusal(content, attempt)).toEqual({
    code: 'INPUT_INVALID',
    status: 400,
    fields: {
      postId: 'invalid_id',
      parentId: 'invalid_id',
      text: 'too_long',
      idempotencyKey: 'too_short',
    },
    wrote: false,
  });
  const { id: postId } = await newPost(content);
  for (const [text, problem] of [
    [' \n ', 'required'],
    ['a\u0007b', 'control_characters'],
  ] as const) {
    expect(await refusal(content, () => comment(ann, { postId, text }))).toMatchObject({
      fields: { text: problem },
      wrote: false,
    });
  }
});

test('whoever is not logged in comments nothing', async () => {
  const { id: postId } = await newPost(content);
  const attempt = () =>
    content.nobody.comment.create.mutate({ postId, text: 'hm', idempotencyKey: newKey() });
  expect(await refusal(content, attempt)).toMatchObject({ status: 401, wrote: false });
});
