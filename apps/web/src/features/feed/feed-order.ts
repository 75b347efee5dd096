import type { Post } from '@dailyfeed/contract/post';

import { findPost, type PostPages } from '../post/post-cache.ts';
import { isAtTop, newestOf } from './place.ts';

/** Ranks change all the time: who reads a ranking is not told of each change, and only of what stands on top. */
export const orders = {
  newest: { pollMs: 20_000, headSize: 1 },
  activity: { pollMs: 20_000, headSize: 1 },
  ranked: { pollMs: 5 * 60_000, headSize: 3 },
} as const;
export type FeedOrder = keyof typeof orders;

/** Whether there is something to see above a list, by what stands on top of it now. */
export function differs(head: Post[], data: PostPages, order: FeedOrder): boolean {
  const [newest] = head;
  if (!newest) return false;
  // What stands on top may have come there because what stood above it is gone: that is nothing new.
  if (order === 'newest') return !findPost(data, newest.id) && newest.id > (newestOf(data) ?? '');
  // Of a list that begins in its middle no more is known than what stood on top of it.
  if (!isAtTop(data)) return newest.id !== newestOf(data);
  const { items: shown = [] } = data.pages[0] ?? {};
  if (order === 'ranked') return head.some(({ id }, rank) => id !== shown[rank]?.id);
  const known = shown.find(({ id }) => id === newest.id);
  return !known || newest.commentCount > known.commentCount;
}
