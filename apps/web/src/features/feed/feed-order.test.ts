import { expect, test } from 'vitest';

import { createPost } from '../post/testing.ts';
import { differs, type FeedOrder } from './feed-order.ts';

// Ids of posts sort by time.
const [first, second, third] = ['a', 'b', 'c'].map((id) => createPost(id));
if (!first || !second || !third) throw new Error('three were made');
const shown = {
  pages: [{ items: [second, first], nextCursor: null, startCursor: null }],
  pageParams: [null],
};

test.each<[string, FeedOrder, boolean]>([
  ['by time', 'newest', true],
  ['by activity', 'activity', true],
  ['by rank', 'ranked', true],
])('a post that was not there before is something new %s', (_, order, isNew) => {
  expect(differs([third], shown, order)).toBe(isNew);
  expect(differs([second], shown, order)).toBe(false);
});

test('a post on top whose own top has gone is nothing new by time or by activity', () => {
  expect(differs([first], shown, 'newest')).toBe(false);
  expect(differs([first], shown, 'activity')).toBe(false);
});

test('a comment is something new by activity alone', () => {
  const answered = { ...second, commentCount: 1 };
  expect(differs([answered], shown, 'activity')).toBe(true);
  expect(differs([answered], shown, 'newest')).toBe(false);
});
