import { toCountersSignal } from '@dailyfeed/contract/signal';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { createInbox } from './signal-inbox.ts';

test('of each post the latest counters are kept, those that did not change with them, and each kind once', () => {
  const inbox = createInbox();
  const [one, other] = [newId(), newId()];
  inbox.add('feed');
  inbox.add(toCountersSignal({ postId: one, likeCount: null, commentCount: 4 }));
  inbox.add(toCountersSignal({ postId: other, likeCount: 7, commentCount: null }));
  for (let likeCount = 1; likeCount <= 50; likeCount += 1)
    inbox.add(toCountersSignal({ postId: one, likeCount, commentCount: null }));
  inbox.add('feed');
  expect(inbox.take()).toEqual({
    plain: new Set(['feed']),
    counters: [
      { postId: other, likeCount: 7, commentCount: null },
      { postId: one, likeCount: 50, commentCount: 4 },
    ],
  });
  expect(inbox.take()).toEqual({ plain: new Set(), counters: [] });
});

test('what nobody takes stays small: of very many posts those that changed last are kept', () => {
  const inbox = createInbox();
  const postIds = Array.from({ length: 5000 }, () => newId());
  for (const postId of postIds)
    inbox.add(toCountersSignal({ postId, likeCount: 1, commentCount: null }));
  const kept = inbox.take().counters.map(({ postId }) => postId);
  expect(kept.length).toBeLessThanOrEqual(100);
  expect(kept).toEqual(postIds.slice(-kept.length));
});
