import type { LikeState } from '@dailyfeed/contract/post';

import { insertMissingCommentLike, removeCommentLike } from '../db/comment-likes.ts';
import { findComment, updateComment } from '../db/comments.ts';
import type { Deps } from '../deps.ts';
import { recordCommentLike } from './comment-event.ts';
import { lockLivingComment } from './comment.ts';
import { findHiddenAuthors } from './hidden-author.ts';
import { takeAllowance } from './limit.ts';
import { write } from './write.ts';

type Args = { commentId: string; memberId: string };

/** Idempotent: a like that is there stays the one it is. */
export async function likeComment(deps: Deps, args: Args): Promise<LikeState> {
  const { commentId, memberId } = args;
  const place = await findComment(deps.db, commentId);
  const hidden =
    place && (await findHiddenAuthors(deps, { memberId, commentId, postId: place.postId }));
  return write(deps, memberId, async (tx) => {
    await takeAllowance(deps, tx, { memberId, kind: 'like' });
    const { comment, post } = await lockLivingComment(tx, commentId, hidden);
    const inserted = await insertMissingCommentLike(tx, { ...args, createdAt: deps.now() });
    if (inserted === 0) return { liked: true, likeCount: comment.likeCount };
    const liked = await updateComment(tx, commentId, { likeCount: comment.likeCount + 1 });
    await recordCommentLike(deps, tx, { type: 'comment.liked', comment: liked, post, memberId });
    return { liked: true, likeCount: liked.likeCount };
  });
}

/** Idempotent: without a like there is nothing to take back. */
export async function unlikeComment(deps: Deps, args: Args): Promise<LikeState> {
  const { commentId, memberId } = args;
  return write(deps, memberId, async (tx) => {
    await takeAllowance(deps, tx, { memberId, kind: 'like' });
    const { comment, post } = await lockLivingComment(tx, commentId);
    const removed = await removeCommentLike(tx, args);
    if (removed === 0) return { liked: false, likeCount: comment.likeCount };
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
