import { persist } from '@dailyfeed/dev-infra/persist';
import { afterAll, expect, test } from 'vitest';

import { eventsOf, newKey, newPost, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

test('20 replays of one request at once make one post, one event and one answer', async () => {
  const ann = content.newMember();
  const before = await content.count();
  const request = { text: 'once', idempotencyKey: newKey() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => persist(() => ann.api.post.create.mutate(request))),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await content.count()).toEqual({
    ...before,
    posts: before.posts + 1,
    keys: before.keys + 1,
    outbox: before.outbox + 1,
    used: before.used + 1,
  });
});

test('20 replays of one comment at once make one comment, counted once', async () => {
  const { id: postId } = await newPost(content);
  const ann = content.newMember();
  const request = { postId, text: 'once', idempotencyKey: newKey() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => persist(() => ann.api.comment.create.mutate(request))),
  );
  const [answer] = answers;
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
  expect(post.commentCount).toBe(1);
  expect(await eventsOf(content, String(answer?.id))).toHaveLength(1);
});

test('a replay gets the first answer again, also after the post was edited or deleted', async () => {
  const ann = content.newMember();
  const request = { text: 'first', idempotencyKey: newKey() };
  const post = await ann.api.post.create.mutate(request);
  await ann.api.post.edit.mutate({ id: post.id, text: 'second', version: 1 });
  expect(await ann.api.post.create.mutate(request)).toEqual(post);
  await ann.api.post.delete.mutate({ id: post.id });
  expect(await ann.api.post.create.mutate(request)).toEqual(post);
  expect(await content.db.post.count({ where: { authorId: ann.id } })).toBe(1);
});

test('a key used for another request is refused: another text, another procedure', async () => {
  const { id: postId } = await newPost(content);
  const ann = content.newMember();
  const idempotencyKey = newKey();
  await ann.api.post.create.mutate({ text: 'one', idempotencyKey });
  for (const attempt of [
    () => ann.api.post.create.mutate({ text: 'two', idempotencyKey }),
    () => ann.api.comment.create.mutate({ postId, text: 'one', idempotencyKey }),
  ]) {
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      status: 409,
      wrote: false,
    });
  }
});

test('the same key of another member is another key', async () => {
  const request = { text: 'same', idempotencyKey: newKey() };
  const [ann, bob] = [content.newMember(), content.newMember()];
  const [hers, his] = [
    await ann.api.post.create.mutate(request),
    await bob.api.post.create.mutate(request),
  ];
  expect(his.id).not.toBe(hers.id);
  expect([hers.authorId, his.authorId]).toEqual([ann.id, bob.id]);
});

test('a refused request leaves its key free', async () => {
  const ann = content.newMember();
  const { id: postId } = await ann.api.post.create.mutate({ text: 'x', idempotencyKey: newKey() });
  const idempotencyKey = newKey();
  const absent = { postId: newKey(), text: 'hm', idempotencyKey };
  expect(await refusal(content, () => ann.api.comment.create.mutate(absent))).toMatchObject({
    code: 'POST_NOT_FOUND',
    wrote: false,
  });
  const comment = await ann.api.comment.create.mutate({ ...absent, postId });
  expect(comment.postId).toBe(postId);
});
