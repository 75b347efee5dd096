import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { newId } from '@dailyfeed/service-kit/id';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

import { newKey, newPost, refusal, startTestContent, type TestContent } from './_harness.ts';

/** Stands in for the member service: who is blocked, by member, and whether it answers. */
const member = { blocked: new Map<string, string[]>(), isAway: false, asked: 0 };
const server = createServer((request, response) => {
  request.on('error', () => undefined);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (!request.url?.startsWith('/trpc/block.hiddenIds') || member.isAway) {
      return void response.writeHead(503).end();
    }
    member.asked += 1;
    const { memberId } = JSON.parse(Buffer.concat(chunks).toString()) as { memberId: string }; // its input
    const data = { blocked: member.blocked.get(memberId) ?? [], muted: [] };
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

/** What the member service does after a block or its end. */
async function setBlocked(memberId: string, ids: string[]): Promise<void> {
  member.blocked.set(memberId, ids);
  await redis.incr(`graph:${memberId}`);
}

test('a post of one who is blocked, or blocks, is neither liked nor answered, from the next write on', async () => {
  const { id, authorId } = await newPost(content);
  const bob = content.newMember();
  await bob.api.post.like.mutate({ id });
  await setBlocked(bob.id, [authorId]);
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
  await setBlocked(bob.id, []);
  expect(await bob.api.post.like.mutate({ id })).toEqual({ liked: true, likeCount: 1 });
});

test('a comment of one who is blocked is not answered; others under the same post are', async () => {
  const { id: postId } = await newPost(content);
  const [ann, bob, cat] = [content.newMember(), content.newMember(), content.newMember()];
  const write = (by: typeof ann, parentId: string | null) =>
    by.api.comment.create.mutate({ postId, parentId, text: 'hm', idempotencyKey: newKey() });
  const [ofAnn, ofCat] = [await write(ann, null), await write(cat, null)];
  await setBlocked(bob.id, [ann.id]);
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
  await setBlocked(bob.id, [authorId]);
  expect(await bob.api.comment.create.mutate(input)).toEqual(first);
});

test('who is blocked is asked once, and again when the graph has moved on', async () => {
  const { id } = await newPost(content);
  const bob = content.newMember();
  const before = member.asked;
  for (let count = 0; count < 3; count += 1) await bob.api.post.like.mutate({ id });
  expect(member.asked).toBe(before + 1);
  await setBlocked(bob.id, [newId()]);
  await bob.api.post.like.mutate({ id });
  expect(member.asked).toBe(before + 2);
});

test('with member away writes go on: what was known still holds, of others nothing is known', async () => {
  const { id, authorId } = await newPost(content);
  const [bob, cat] = [content.newMember(), content.newMember()];
  await setBlocked(bob.id, [authorId]);
  await refusal(content, () => bob.api.post.like.mutate({ id }));
  await setBlocked(cat.id, [authorId]);
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
