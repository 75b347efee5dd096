import type { CommentThread } from '@dailyfeed/contract/comment';
import { expect, test } from 'vitest';

import { findThread, freshAmong, withWritten } from './thread-tree.ts';

function thread(id: string): CommentThread {
  // as: only the id matters here
  return { id } as CommentThread;
}

test('what is fresh is found on every level, in the order it is read', () => {
  const of = (id: string, replies: CommentThread[] = []) => ({ ...thread(id), replies });
  const threads = [of('a', [of('reply', [of('below')])]), of('b')];
  expect(freshAmong(threads, new Set(['a'])).map(({ id }) => id)).toEqual(['reply', 'below', 'b']);
  expect(findThread(threads, 'below')?.id).toBe('below');
  expect(findThread(threads, 'nobody')).toBeUndefined();
});

test('what was written stands last among its like, unless more of those are to come', () => {
  const leaf = (id: string, parentId: string | null, repliesCursor: string | null = null) =>
    ({ ...thread(id), parentId, replies: [], repliesCursor }) as CommentThread; // see above
  const pages = [
    { items: [leaf('a', null), leaf('b', null, 'more')], nextCursor: 'next' },
    { items: [leaf('c', null)], nextCursor: null },
  ];
  const idsAfter = (written: CommentThread, before = pages) =>
    withWritten(before, written).map(({ items }) =>
      items.map(({ id, replies }) => [id, ...replies.map((reply) => reply.id)].join(' ')),
    );
  expect(idsAfter(leaf('own', null))).toEqual([
    ['a', 'b'],
    ['c', 'own'],
  ]);
  expect(idsAfter(leaf('own', null), pages.slice(0, 1))).toEqual([['a', 'b']]);
  expect(idsAfter(leaf('own', 'a'))).toEqual([['a own', 'b'], ['c']]);
  expect(idsAfter(leaf('own', 'b'))).toEqual([['a', 'b'], ['c']]);
});
