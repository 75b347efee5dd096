import type { CommentRow, ContentTransaction, PostRow } from '@dailyfeed/content-store/client';

import { findComment, updateComment } from '../db/comments.ts';
import { resetActivity } from '../db/counters.ts';

/** Deleted, or hidden by moderation. */
export function isGone(comment: Pick<CommentRow, 'deletedAt' | 'hiddenAt'>): boolean {
  return comment.deletedAt !== null || comment.hiddenAt !== null;
}

/**
 * Counts `comment` with its parent, which shows it from here on. A parent that is gone and had nothing to show comes
 * back as a placeholder, and counts with its own.
 */
export async function joinThread(
  tx: ContentTransaction,
  comment: Pick<CommentRow, 'parentId'>,
): Promise<void> {
  if (comment.parentId === null) return;
  const change = { replyCount: { increment: 1 } };
  const parent = await updateComment(tx, comment.parentId, change);
  if (isGone(parent) && parent.replyCount === 1) await joinThread(tx, parent);
}

/**
 * Takes `comment`, which is gone, out of its parent's count, unless replies still hang on it: then it stays as a
 * placeholder. A placeholder that holds nothing any more goes too.
 */
export async function leaveThread(
  tx: ContentTransaction,
  comment: Pick<CommentRow, 'parentId' | 'replyCount'>,
): Promise<void> {
  if (comment.replyCount > 0 || comment.parentId === null) return;
  const parent = await findComment(tx, comment.parentId);
  if (!parent) return;
  const left = await updateComment(tx, parent.id, { replyCount: { decrement: 1 } });
  if (isGone(left)) await leaveThread(tx, left);
}

/** After `comment` is gone, or shown again: its locked post was last active when the last comment that is left was written. */
export async function renewActivity(
  tx: ContentTransaction,
  { comment, post }: { comment: Pick<CommentRow, 'createdAt'>; post: PostRow },
): Promise<void> {
  // Behind a later comment it makes no difference, and the comments of a post may be many.
  if (comment.createdAt >= post.lastActivityAt) await resetActivity(tx, [post.id]);
}
