import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import { eventsOf, hammer, newKey, newPost, refusal, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

test('a bookmark counts once, is taken back once, and no event tells of it', async () => {
  const { id } = await newPost(content);
  const bob = content.newMember();
  const kept = { bookmarked: true, bookmarkCount: 1 };
  const states = await Promise.all([1, 2, 3].map(() => bob.api.post.bookmark.mutate({ id })));
  expect(states).toEqual([kept, kept, kept]);
  const gone = { bookmarked: false, bookmarkCount: 0 };
  expect(await bob.api.post.unbookmark.mutate({ id })).toEqual(gone);
  expect(await bob.api.post.unbookmark.mutate({ id })).toEqual(gone);
  expect(await eventsOf(content, id)).toHaveLength(1);
});

test('after 200 bookmarks of 50 members at once, made and taken back, the counter equals the rows', async () => {
  const { id } = await newPost(content);
  const rounds = ['bookmark', 'unbookmark', 'bookmark', 'bookmark'] as const;
  await hammer(content, rounds, ({ post }, verb) => post[verb].mutate({ id }));
  const post = await content.db.post.findUniqueOrThrow({ where: { id } });
  expect(post.bookmarkCount).toBe(await content.db.bookmark.count({ where: { postId: id } }));
}, 60_000);

test('a post that is unknown, deleted or hidden is not found, and nobody keeps what without an account', async () => {
  const ann = content.newMember();
  const deleted = await ann.api.post.create.mutate({ text: 'gone', idempotencyKey: newKey() });
  await ann.api.post.delete.mutate({ id: deleted.id });
  const hidden = await newPost(content);
  await content.db.post.update({ where: { id: hidden.id }, data: { hiddenAt: new Date() } });
  for (const id of [deleted.id, newId(), hidden.id]) {
    expect(await refusal(content, () => ann.api.post.bookmark.mutate({ id }))).toMatchObject({
      code: 'POST_NOT_FOUND',
      status: 404,
      wrote: false,
    });
  }
  const nobody = () => content.nobody.post.bookmark.mutate({ id: hidden.id });
  expect(await refusal(content, nobody)).toMatchObject({ status: 401, wrote: false });
});
