import { afterAll, expect, test } from 'vitest';

import { eraseMember } from '../src/domain/member-erasure.ts';
import { newKey, newPost, startTestContent } from './_harness.ts';

let now = Date.parse('2026-11-21T12:00:00Z');
const content = await startTestContent({}, { now: () => new Date(now) });
afterAll(() => content[Symbol.asyncDispose]());

/** A post with three comments of three members, a minute apart; gives when each was written, and when it was last active. */
async function writeThread() {
  const { id: postId } = await newPost(content);
  const members = [content.newMember(), content.newMember(), content.newMember()] as const;
  const write = async ({ api }: (typeof members)[number]) => {
    now += 60_000;
    return api.comment.create.mutate({ text: 'hm', idempotencyKey: newKey(), postId });
  };
  const comments = [
    await write(members[0]),
    await write(members[1]),
    await write(members[2]),
  ] as const;
  now += 60_000;
  const lastActivityAt = async (): Promise<string> => {
    const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
    return post.lastActivityAt.toISOString();
  };
  return { postId, members, comments, lastActivityAt };
}

const screen = (id: string, outcome: 'hide' | 'pass') =>
  content.service.moderation.screen.mutate({
    kind: 'comment',
    id,
    version: 1,
    outcome,
    reason: outcome === 'hide' ? 'SPAM' : null,
    terms: outcome === 'hide' ? ['casino'] : [],
  });

test('a post whose newest comment is deleted was last active at the one before, and in the end when it was written', async () => {
  const { postId, members, comments, lastActivityAt } = await writeThread();
  const [first, second, third] = comments;
  expect(await lastActivityAt()).toBe(third.createdAt);
  await members[0].api.comment.delete.mutate({ id: first.id });
  expect(await lastActivityAt()).toBe(third.createdAt);
  await members[2].api.comment.delete.mutate({ id: third.id });
  expect(await lastActivityAt()).toBe(second.createdAt);
  await members[1].api.comment.delete.mutate({ id: second.id });
  const post = await content.db.post.findUniqueOrThrow({ where: { id: postId } });
  expect(await lastActivityAt()).toBe(post.createdAt.toISOString());
});

test('a comment that moderation hides leaves its post where it was without it, and shown again brings it back', async () => {
  const { comments, lastActivityAt } = await writeThread();
  const [, second, third] = comments;
  await screen(third.id, 'hide');
  expect(await lastActivityAt()).toBe(second.createdAt);
  await screen(third.id, 'pass');
  expect(await lastActivityAt()).toBe(third.createdAt);
});

test('the comments of an erased member leave no activity behind', async () => {
  const { members, comments, lastActivityAt } = await writeThread();
  await eraseMember(content.deps, members[2].id);
  expect(await lastActivityAt()).toBe(comments[1].createdAt);
});
