import type { BookmarkState } from '@dailyfeed/contract/post';

import { insertMissingBookmark, removeBookmark } from '../db/bookmarks.ts';
import { updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { findHiddenAuthors } from './hidden-author.ts';
import { takeAllowance } from './limit.ts';
import { lockLivingPost, lockMetPost, requireMet } from './post.ts';
import { write } from './write.ts';

type Args = { postId: string; memberId: string };

/** Idempotent. Private: no event tells of it, so that nobody can be shown it. */
export async function bookmarkPost(deps: Deps, args: Args): Promise<BookmarkState> {
  const hidden = await findHiddenAuthors(deps, args);
  return write(deps, args.memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId: args.memberId, kind: 'like' });
    const post = await lockMetPost(tx, args.postId, hidden);
    const inserted = await insertMissingBookmark(tx, { ...args, createdAt: deps.now() });
    if (inserted === 0) {
      await allowance.giveBack();
      return { bookmarked: true, bookmarkCount: post.bookmarkCount };
    }
    allowance.require();
    const count = post.bookmarkCount + 1;
    const { bookmarkCount } = await updatePost(tx, post.id, { bookmarkCount: count });
    return { bookmarked: true, bookmarkCount };
  });
}

/**
 * Idempotent: without a bookmark there is nothing to take back. One that was left can be taken back from what the member
 * may read no more.
 */
export async function unbookmarkPost(deps: Deps, args: Args): Promise<BookmarkState> {
  const hidden = await findHiddenAuthors(deps, args);
  return write(deps, args.memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId: args.memberId, kind: 'like' });
    const post = await lockLivingPost(tx, args.postId);
    const removed = await removeBookmark(tx, args);
    if (removed === 0) {
      requireMet(post, hidden);
      await allowance.giveBack();
      return { bookmarked: false, bookmarkCount: post.bookmarkCount };
    }
    allowance.require();
    const count = post.bookmarkCount - 1;
    const { bookmarkCount } = await updatePost(tx, post.id, { bookmarkCount: count });
    return { bookmarked: false, bookmarkCount };
  });
}
