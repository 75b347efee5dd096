import type { LikeState } from '@dailyfeed/contract/post';

import { insertMissingPostLikes, removePostLike } from '../db/post-likes.ts';
import { updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { findHiddenAuthors } from './hidden-author.ts';
import { takeAllowance } from './limit.ts';
import { recordPostLike } from './post-event.ts';
import { lockLivingPost, lockMetPost, requireMet } from './post.ts';
import { write } from './write.ts';

type Args = { postId: string; memberId: string };

/** Idempotent: a like that is there stays the one it is. */
export async function likePost(deps: Deps, args: Args): Promise<LikeState> {
  const hidden = await findHiddenAuthors(deps, args);
  return write(deps, args.memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId: args.memberId, kind: 'like' });
    const post = await lockMetPost(tx, args.postId, hidden);
    const inserted = await insertMissingPostLikes(tx, [{ ...args, createdAt: deps.now() }]);
    if (inserted.length === 0) {
      await allowance.giveBack();
      return { liked: true, likeCount: post.likeCount };
    }
    allowance.require();
    const liked = await updatePost(tx, post.id, { likeCount: post.likeCount + 1 });
    await recordPostLike(deps, tx, { type: 'post.liked', post: liked, memberId: args.memberId });
    return { liked: true, likeCount: liked.likeCount };
  });
}

/**
 * Idempotent: without a like there is nothing to take back. One that was left can be taken back from what the member may
 * read no more.
 */
export async function unlikePost(deps: Deps, args: Args): Promise<LikeState> {
  const hidden = await findHiddenAuthors(deps, args);
  return write(deps, args.memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId: args.memberId, kind: 'like' });
    const post = await lockLivingPost(tx, args.postId);
    const removed = await removePostLike(tx, args);
    if (removed === 0) {
      requireMet(post, hidden);
      await allowance.giveBack();
      return { liked: false, likeCount: post.likeCount };
    }
    allowance.require();
    const unliked = await updatePost(tx, post.id, { likeCount: post.likeCount - 1 });
    await recordPostLike(deps, tx, {
      type: 'post.unliked',
      post: unliked,
      memberId: args.memberId,
    });
    return { liked: false, likeCount: unliked.likeCount };
  });
}
