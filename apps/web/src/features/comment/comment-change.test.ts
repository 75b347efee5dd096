import type { CommentThread } from '@dailyfeed/contract/comment';
import { expect, test } from 'vitest';

import { changeThreads } from './comment-change.ts';

function thread(id: string, replies: CommentThread[] = []): CommentThread {
  return {
    id,
    postId: 'p',
    parentId: null,
    depth: 0,
    authorId: null,
    author: null,
    text: id,
    entities: [],
    version: 1,
    createdAt: '2026-11-21T08:00:00.000Z',
    editedAt: null,
    likeCount: 0,
    replyCount: replies.length,
    liked: false,
    hiding: null,
    replies,
    repliesCursor: null,
  };
}

test('a comment is changed on whatever level it stands, and taken away with what hangs on it', () => {
  const threads = [thread('a', [thread('b', [thread('c')]), thread('d')]), thread('e')];
  const changed = changeThreads(threads, 'c', (comment) => ({ ...comment, text: 'new' }));
  expect(changed[0]?.replies[0]?.replies[0]?.text).toBe('new');
  expect(threads[0]?.replies[0]?.replies[0]?.text).toBe('c');
  const removed = changeThreads(threads, 'b', () => null);
  expect(removed[0]?.replies.map(({ id }) => id)).toEqual(['d']);
  expect(changeThreads(threads, 'nobody', () => null)).toEqual(threads);
});
