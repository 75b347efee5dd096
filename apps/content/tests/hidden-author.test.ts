import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ReadableIdsInput, Visibility } from '@dailyfeed/contract/member';
import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import {
  eventsOf,
  newKey,
  newPost,
  refusal,
  startTestContent,
  type TestContent,
} from './_harness.ts';

/** Stands in for the member service: whom each member may not read, what they are, and whether it answers. */
const member = {
  hidden: new Map<string, string[]>(),
  visibility: new Map<string, Visibility>(),
  isAway: false,
  asked: 0,
};
const server = createServer((request, response) => {
  request.on('error', () => undefined);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (member.isAway || chunks.length === 0) return void response.writeHead(503).end();
    const input = JSON.parse(Buffer.concat(chunks).toString()) as ReadableIdsInput; // or its ids alone
    const isSummaries = request.url?.startsWith('/trpc/profile.summaries') ?? false;
    if (!isSummaries) member.asked += 1;
    const hidden = member.hidden.get(input.readerId) ?? [];
    const data = isSummaries
      ? input.ids.map((id) => ({ id, visibility: member.visibility.get(id) ?? 'PUBLIC' }))
      : { ids: input.ids.filter((id) => !hidden.includes(id)) };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ result: { data } }));
  });
});

let content: TestContent;
let redis: Redis;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  redis = new Redis(inject('stores').redisUrl);
  content = await startTestContent({ MEMBER_URL: `http://127.0.0.1:${port}` });
});
afterAll(async () => {
  await content[Symbol.asyncDispose]();
  await redis.quit();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** What the member service does when a member may read others than before. */
async function setHidden(memberId: string, ids: string[]): Promise<void> {
  member.hidden.set(memberId, ids);
  await redis.incr(`graph:${memberId}`);
}

test('a post of one whom the member may not read is neither liked nor answered, from the next write on', async () => {
  const { id, authorId } = await newPost(content);
  const bob = content.newMember();
  await bob.api.post.like.mutate({ id });
  await setHidden(bob.id, [authorId]);
  const text = 'well said';
  for (const attempt of [
    () => bob.api.post.like.mutate({ id }),
    () => bob.api.comment.create.mutate({ postId: id, text, idempotencyKey: newKey() }),
  ]) {
    expect(await refusal(content, attempt)).toMatchObject({
      code: 'POST_NOT_FOUND',
      status: 404,
      wrote: false,
    });
  }
  // What one has left there can be taken away.
  expect(await bob.api.post.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });
  await setHidden(bob.id, []);
  expect(await bob.api.post.like.mutate({ id })).toEqual({ liked: true, likeCount: 1 });
});

test('a few seconds after no answer member is asked again, though the clock was set back meanwhile', async () => {
  const { port } = server.address() as AddressInfo; // as above
  let setBackMs = 0;
  await using late = await startTestContent(
    { MEMBER_URL: `http://127.0.0.1:${port}` },
    { now: () => new Date(Date.now() - setBackMs) },
  );
  const { id, authorId } = await newPost(late);
  const bob = late.newMember();
  await setHidden(bob.id, [authorId]);
  const like = () => refusal(late, () => bob.api.post.like.mutate({ id }));
  member.isAway = true;
  expect(await like()).toMatchObject({ code: undefined });
  member.isAway = false;
  setBackMs = 3_600_000;
  await expect.poll(like, { timeout: 12_000 }).toMatchObject({ code: 'POST_NOT_FOUND' });
});

test('who may not read a post or comment, and left nothing there, learns neither that it is there nor how it is liked', async () => {
  const { id, authorId } = await newPost(content);
  const [ann, bob] = [content.newMember(), content.newMember()];
  const comment = { postId: id, text: 'hm', idempotencyKey: newKey() };
  const { id: commentId } = await ann.api.comment.create.mutate(comment);
  await setHidden(bob.id, [authorId]);
  const { post, comment: comments } = bob.api;
  for (const attempt of [
    () => post.unlike.mutate({ id }),
    () => post.unbookmark.mutate({ id }),
    () => post.edit.mutate({ id, text: 'mine now', version: 1 }),
    () => post.delete.mutate({ id }),
  ]) {
    expect(await refusal(content, attempt)).toMatchObject({ code: 'POST_NOT_FOUND', wrote: false });
  }
  const onComment = [
    () => comments.unlike.mutate({ id: commentId }),
    () => comments.edit.mutate({ id: commentId, text: 'mine now', version: 1 }),
    () => comments.delete.mutate({ id: commentId }),
  ];
  // First for the post it stands under, then for who wrote it.
  for (const hiddenId of [authorId, ann.id]) {
    await setHidden(bob.id, [hiddenId]);
    for (const attempt of onComment) {
      expect(await refusal(content, attempt)).toMatchObject({
        code: 'COMMENT_NOT_FOUND',
        wrote: false,
      });
    }
  }
  await setHidden(bob.id, []);
  expect(await refusal(content, () => post.delete.mutate({ id }))).toMatchObject({
    code: 'POST_NOT_YOURS',
  });
  expect(await post.unlike.mutate({ id })).toEqual({ liked: false, likeCount: 0 });
});

test('a comment of one whom the member may not read is not answered; others under the same post are', async () => {
  const { id: postId } = await newPost(content);
  const [ann, bob, cat] = [content.newMember(), content.newMember(), content.newMember()];
  const write = (by: typeof ann, parentId: string | null) =>
    by.api.comment.create.mutate({ postId, parentId, text: 'hm', idempotencyKey: newKey() });
  const [ofAnn, ofCat] = [await write(ann, null), await write(cat, null)];
  await setHidden(bob.id, [ann.id]);
  expect(await refusal(content, () => write(bob, ofAnn.id))).toMatchObject({
    code: 'COMMENT_NOT_FOUND',
    status: 404,
    wrote: false,
  });
  expect(await write(bob, ofCat.id)).toMatchObject({ parentId: ofCat.id });
});

test('a replay gets its first answer, also after a block', async () => {
  const { id: postId, authorId } = await newPost(content);
  const bob = content.newMember();
  const input = { postId, text: 'first', idempotencyKey: newKey() };
  const first = await bob.api.comment.create.mutate(input);
  await setHidden(bob.id, [authorId]);
  expect(await bob.api.comment.create.mutate(input)).toEqual(first);
});

test('who may be read is asked once, and again when the graph of either has moved on', async () => {
  const { id, authorId } = await newPost(content);
  const bob = content.newMember();
  const before = member.asked;
  for (let count = 0; count < 3; count += 1) await bob.api.post.like.mutate({ id });
  expect(member.asked).toBe(before + 1);
  await setHidden(bob.id, [newId()]);
  await bob.api.post.like.mutate({ id });
  expect(member.asked).toBe(before + 2);
  await redis.incr(`graph:${authorId}`);
  await bob.api.post.like.mutate({ id });
  expect(member.asked).toBe(before + 3);
});

test('what one wrote oneself is asked about nobody', async () => {
  const bob = content.newMember();
  const { id } = await bob.api.post.create.mutate({ text: 'mine', idempotencyKey: newKey() });
  const before = member.asked;
  await bob.api.post.like.mutate({ id });
  await bob.api.comment.create.mutate({ postId: id, text: 'and more', idempotencyKey: newKey() });
  expect(member.asked).toBe(before);
});

test('events say who may see what the author writes, as of now; null while that cannot be learned', async () => {
  const ann = content.newMember();
  const { create, edit } = ann.api.post;
  const { id } = await create.mutate({ text: 'one', idempotencyKey: newKey() });
  member.visibility.set(ann.id, 'FOLLOWERS');
  await redis.incr(`graph:${ann.id}`);
  await edit.mutate({ id, text: 'two', version: 1 });
  const comment = { postId: id, text: 'hm', idempotencyKey: newKey() };
  const { id: commentId } = await content.newMember().api.comment.create.mutate(comment);
  const told = async (subjectId: string) =>
    (await eventsOf(content, subjectId)).map(({ event }) => Object(event).data.visibility);
  expect(await told(id)).toEqual(['PUBLIC', 'FOLLOWERS']);
  expect(await told(commentId)).toEqual(['PUBLIC']);

  await using alone = await startTestContent();
  const { id: unknown } = await newPost(alone);
  const [event] = await eventsOf(alone, unknown);
  expect(event?.event).toMatchObject({ data: { visibility: null } });
});

test('with member away writes go on: what was known still holds, of others nothing is known', async () => {
  const { id, authorId } = await newPost(content);
  const [bob, cat] = [content.newMember(), content.newMember()];
  await setHidden(bob.id, [authorId]);
  await refusal(content, () => bob.api.post.like.mutate({ id }));
  await setHidden(cat.id, [authorId]);
  member.isAway = true;
  try {
    expect(await refusal(content, () => bob.api.post.like.mutate({ id }))).toMatchObject({
      code: 'POST_NOT_FOUND',
    });
    await redis.incr(`graph:${bob.id}`);
    expect(await refusal(content, () => bob.api.post.like.mutate({ id }))).toMatchObject({
      code: 'POST_NOT_FOUND',
    });
    expect(await cat.api.post.like.mutate({ id })).toEqual({ liked: true, likeCount: 1 });
  } finally {
    member.isAway = false;
  }
});
