import { anonymous } from '@dailyfeed/auth/identity';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { newKey, newPost, startTestContent, type TestContent } from './_harness.ts';

let content: TestContent;
beforeAll(async () => {
  content = await startTestContent();
});
afterAll(() => content[Symbol.asyncDispose]());

/** Member, asking in the name of somebody. */
const forMember = (memberId: string) =>
  content.as({
    ...anonymous('test'),
    service: 'member',
    member: { memberId, sessionId: newId(), roles: ['MEMBER'], amr: ['pwd'] },
  }).export;
const codeOf = (error: unknown): unknown => Object(Object(error)['data'])['appCode'];

test('each kind is counted and read from its first to its last, and only for the member asked for', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const { id: postId } = await newPost(content);
  for (const { api } of [ann, bob]) {
    for (const text of ['one', 'two', 'three']) {
      await api.post.create.mutate({ text, idempotencyKey: newKey() });
      await api.comment.create.mutate({ postId, text, idempotencyKey: newKey() });
    }
    await api.post.like.mutate({ id: postId });
    await api.post.bookmark.mutate({ id: postId });
  }
  const draft = { id: newId(), memberId: ann.id, text: 'begun' };
  const at = new Date();
  await content.db.draft.create({ data: { ...draft, createdAt: at, updatedAt: at } });
  const comment = await content.db.comment.findFirstOrThrow({ where: { authorId: bob.id } });
  await ann.api.comment.like.mutate({ id: comment.id });
  const api = forMember(ann.id);
  expect(await api.counts.query()).toEqual({
    posts: 3,
    'post-versions': 0,
    comments: 3,
    likes: 1,
    'comment-likes': 1,
    bookmarks: 1,
    drafts: 1,
  });
  for (const kind of ['posts', 'comments'] as const) {
    const first = await api.page.query({ kind, limit: 2 });
    const second = await api.page.query({ kind, limit: 2, cursor: first.nextCursor });
    const items = [...first.items, ...second.items];
    expect(items.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(second.nextCursor).toBeNull();
  }
  const itemsOf = async (kind: 'likes' | 'bookmarks' | 'comment-likes' | 'drafts') =>
    (await api.page.query({ kind })).items;
  expect(await itemsOf('likes')).toMatchObject([{ postId }]);
  expect(await itemsOf('bookmarks')).toMatchObject([{ postId }]);
  expect(await itemsOf('comment-likes')).toMatchObject([{ commentId: comment.id }]);
  expect(await itemsOf('drafts')).toMatchObject([{ id: draft.id, text: 'begun' }]);
  const page = await api.page.query({ kind: 'posts', limit: 1 });
  const other = forMember(bob.id).page.query({ kind: 'posts', cursor: page.nextCursor });
  expect(await other.catch(codeOf)).toBe('CURSOR_INVALID');
});

test('texts that were replaced and posts that were marked are read a part at a time, the earliest first', async () => {
  const ann = content.newMember();
  const posts: string[] = [];
  for (const text of ['a', 'b', 'c']) {
    const { id } = await ann.api.post.create.mutate({ text, idempotencyKey: newKey() });
    posts.push(id);
  }
  const [first = '', second = '', third = ''] = posts;
  for (const version of [1, 2, 3]) {
    await ann.api.post.edit.mutate({ id: first, text: `a${version}`, version });
  }
  await ann.api.post.edit.mutate({ id: third, text: 'c1', version: 1 });
  // The last two at once, before the first of the posts.
  const marks = [first, second, third].map((postId) => ({
    postId,
    memberId: ann.id,
    createdAt: new Date(postId === first ? '2026-01-02T00:00:00Z' : '2026-01-01T00:00:00Z'),
  }));
  await content.db.postLike.createMany({ data: marks });
  await content.db.bookmark.createMany({ data: marks });
  const api = forMember(ann.id);
  const readAll = async (kind: 'post-versions' | 'likes' | 'bookmarks') => {
    const parts: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof api.page.query>> = await api.page.query({
        kind,
        limit: 1,
        cursor,
      });
      expect(page.items).toHaveLength(1);
      parts.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return parts;
  };
  expect(await readAll('post-versions')).toMatchObject([
    { postId: first, version: 1, text: 'a' },
    { postId: first, version: 2, text: 'a1' },
    { postId: first, version: 3, text: 'a2' },
    { postId: third, version: 1, text: 'c' },
  ]);
  expect(await api.counts.query()).toMatchObject({ 'post-versions': 4, likes: 3, bookmarks: 3 });
  for (const kind of ['likes', 'bookmarks'] as const) {
    expect(await readAll(kind)).toMatchObject([second, third, first].map((postId) => ({ postId })));
  }
});

test('only a service that asks in a member’s name is answered', async () => {
  const ann = content.newMember();
  const clients = { member: ann.api, nobody: content.nobody, service: content.service };
  for (const client of Object.values(clients)) {
    expect(await client.export.counts.query().catch(codeOf)).toBe('FORBIDDEN');
    const page = client.export.page.query({ kind: 'posts' });
    expect(await page.catch(codeOf)).toBe('FORBIDDEN');
  }
});

test('a kind there is not, and a page too large, are refused', async () => {
  const api = forMember(newId());
  const kind = 'secrets' as 'posts'; // what a careless caller would send
  expect(await api.page.query({ kind }).catch(codeOf)).toBe('INPUT_INVALID');
  expect(await api.page.query({ kind: 'posts', limit: 501 }).catch(codeOf)).toBe('INPUT_INVALID');
});
