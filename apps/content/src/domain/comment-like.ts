import type { LikeState } from '@dailyfeed/contract/post';

import { insertMissingCommentLike, removeCommentLike } from '../db/comment-likes.ts';
import { updateComment } from '../db/comments.ts';
import type { Deps } from '../deps.ts';
import { recordCommentLike } from './comment-event.ts';
import { lockLivingComment, lockMetComment, requireMetComment } from './comment.ts';
import { findHiddenAuthorsOf } from './hidden-author.ts';
import { takeAllowance } from './limit.ts';
import { write } from './write.ts';

type Args = { commentId: string; memberId: string };

/** Idempotent: a like that is there stays the one it is. */
export async function likeComment(deps: Deps, args: Args): Promise<LikeState> {
  const { commentId, memberId } = args;
  const hidden = await findHiddenAuthorsOf(deps, args);
  return write(deps, memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId, kind: 'like' });
    const { comment, post } = await lockMetComment(tx, commentId, hidden);
    const inserted = await insertMissingCommentLike(tx, { ...args, createdAt: deps.now() });
    if (inserted === 0) {
      await allowance.giveBack();
      return { liked: true, likeCount: comment.likeCount };
    }
    allowance.require();
    const liked = await updateComment(tx, commentId, { likeCount: comment.likeCount + 1 });
    await recordCommentLike(deps, tx, { type: 'comment.liked', comment: liked, post, memberId });
    return { liked: true, likeCount: liked.likeCount };
  });
}

/**
 * Idempotent: without a like there is nothing to take back. One that was left can be taken back from what the member may
 * read no more.
 */
export async function unlikeComment(deps: Deps, args: Args): Promise<LikeState> {
  const { commentId, memberId } = args;
  const hidden = await findHiddenAuthorsOf(deps, args);
  return write(deps, memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId, kind: 'like' });
    const place = await lockLivingComment(tx, commentId);
    const { comment, post } = place;
    const removed = await removeCommentLike(tx, args);
    if (removed === 0) {
      requireMetComment(place, hidden);
      await allowance.giveBack();
      return { liked: false, likeCount: comment.likeCount };
    }
    allowance.require();
    const unliked = await updateComment(tx, commentId, { likeCount: comment.likeCount - 1 });
    await recordCommentLike(deps, tx, {
      type: 'comment.unliked',
      comment: unliked,
      post,
      memberId,
    });
    return { liked: false, likeCount: unliked.likeCount };
  });
}
