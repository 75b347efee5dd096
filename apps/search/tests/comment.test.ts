import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { reindex } from '../src/testing.ts';
import { commentEvent, eventOf, postEvent, startTestSearch, type TestSearch } from './_harness.ts';

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

test('operators narrow comments down as they do posts; none has a picture', async () => {
  const [postId = ''] = await search.write('글');
  const ann = newId();
  search.world.members.set(ann, {
    id: ann,
    handle: 'Ann_C',
    displayName: '안',
    avatarUrl: null,
    visibility: 'PUBLIC',
  });
  const write = async (text: string, more: object = {}): Promise<string> => {
    const comment = { id: newId(), postId, authorId: newId(), text, version: 1, ...more };
    search.world.comments.set(comment.id, comment);
    await search.tell([commentEvent('comment.created', comment)]);
    return comment.id;
  };
  await search.tell([eventOf('member.signed_up', { memberId: ann }, { id: ann })]);
  const hers = await write('댓연산 파란 하늘', { authorId: ann });
  const korean = await write('댓연산 하늘 파란', { language: 'ko-KR' });
  const tagged = await write('댓연산 #하늘표', { language: 'en' });
  const old = await write('댓연산', { id: newId(new Date('2024-02-29T12:00:00.000Z')) });
  expect(new Set(await find('댓연산'))).toEqual(new Set([hers, korean, tagged, old]));
  expect(await find('댓연산 from:ann_c')).toEqual([hers]);
  expect(await find('댓연산 lang:ko')).toEqual([korean]);
  expect(await find('lang:en')).toEqual([tagged]);
  expect(await find('#하늘표')).toEqual([tagged]);
  expect(await find('댓연산 before:2024-03-01')).toEqual([old]);
  expect(await find('댓연산 after:2024-03-01')).not.toContain(old);
  expect(await find('"파란 하늘"')).toEqual([hers]);
  expect(await find('댓연산 파란 -하늘파란')).toEqual([hers]);
  expect(await find('댓연산 has:image')).toEqual([]);

  await reindex(search.deps);
  expect(await find('댓연산 lang:ko')).toEqual([korean]);
});
