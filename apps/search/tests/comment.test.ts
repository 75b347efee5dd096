import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { commentEvent, postEvent, startTestSearch, type TestSearch } from './_harness.ts';

let search: TestSearch;
beforeAll(async () => {
  search = await startTestSearch();
});
afterAll(() => search[Symbol.asyncDispose]());

const find = async (query: string): Promise<string[]> => {
  const { items } = await search.nobody.search.comments.query({ query });
  return items.map(({ comment }) => comment.id);
};

test('a comment is found by its words, as they are edited, and by its author’s post no longer once that is gone', async () => {
  const [postId = ''] = await search.write('글');
  const comment = { id: newId(), postId, authorId: newId(), text: '정말 반가워요', version: 1 };
  search.world.comments.set(comment.id, comment);
  await search.tell([commentEvent('comment.created', comment)]);
  expect(await find('반가워')).toEqual([comment.id]);
  const edited = { ...comment, text: '다시 만나요', version: 2 };
  await search.tell([commentEvent('comment.edited', edited)]);
  expect(await find('반가워')).toEqual([]);
  expect(await find('만나요')).toEqual([comment.id]);

  const post = search.world.posts.get(postId);
  if (post) await search.tell([postEvent('post.deleted', { ...post, version: 2 })]);
  const { rows } = await search.deps.db.query('SELECT FROM comments');
  expect(rows).toEqual([]);
});
