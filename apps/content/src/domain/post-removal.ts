import type { ContentTransaction } from '@dailyfeed/content-store/client';

import { removeModerationNotes } from '../db/moderation-actions.ts';
import {
  removePosts,
  removeSomeBookmarks,
  removeSomeCommentLikes,
  removeSomeComments,
  removeSomeLikes,
} from '../db/post-removal.ts';

/** So many rows in one statement that it ends in time, however popular a post was. */
const rowsAtOnce = 1000;

/**
 * Removes deleted posts for good, with all that hangs on them and what was noted of them, and gives how many there were.
 * Nobody adds to what is deleted, so each statement stands alone: stopped anywhere, by `signal` too, it goes on where it
 * is called again.
 */
export async function purgePosts(
  tx: ContentTransaction,
  postIds: string[],
  signal?: AbortSignal,
): Promise<number> {
  if (postIds.length === 0) return 0;
  // First: what is gone is not found again.
  await removeModerationNotes(tx, { kind: 'post', ids: postIds });
  const some = { postIds, limit: rowsAtOnce };
  for (const removeSome of [
    removeSomeLikes,
    removeSomeBookmarks,
    removeSomeCommentLikes,
    removeSomeComments,
  ]) {
    while (!signal?.aborted && (await removeSome(tx, some)) === some.limit);
  }
  if (signal?.aborted) return 0;
  return removePosts(tx, postIds);
}
