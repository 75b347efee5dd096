import type { CommentThread } from '@dailyfeed/contract/comment';
import { expect, test } from 'vitest';

import { loadedThreads } from './threads.ts';

function thread(id: string): CommentThread {
  // as: only the id matters here
  return { id } as CommentThread;
}

test('a comment shows once: not again in a later page, nor beside the reader’s own new ones', () => {
  const pages = [
    { items: [thread('a'), thread('b')], nextCursor: 'x' },
    { items: [thread('b'), thread('c'), thread('own')], nextCursor: null },
  ];
  expect(loadedThreads(pages, [thread('own')]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(loadedThreads(undefined, [])).toEqual([]);
});
