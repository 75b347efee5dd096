import type { CommentRow, ContentTransaction, PostRow } from '@dailyfeed/content-store/client';
import {
  commentDepthMax,
  type CreateCommentInput,
  type EditCommentInput,
  type WrittenComment,
} from '@dailyfeed/contract/comment';
import { AppError } from '@dailyfeed/contract/errors';
import type { DeleteState } from '@dailyfeed/contract/post';
import { newId } from '@dailyfeed/service-kit/id';

import { findComment, insertComment, toWrittenComment, updateComment } from '../db/comments.ts';
import { lockPost, updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { recordComment, recordDeletedComment } from './comment-event.ts';
import { isGone, joinThread, leaveThread, renewActivity } from './comment-thread.ts';
import { findHiddenAuthors, findHiddenAuthorsOf } from './hidden-author.ts';
import { findFirstResult } from './idempotency.ts';
import { takeAllowance } from './limit.ts';
import { lockMetPost } from './post.ts';
import { write } from './write.ts';
import { readText } from './written-text.ts';

/** Answers a post or, up to three levels, a comment under it. A replay gets the first answer again. */
export async function createComment(
  deps: Deps,
  args: CreateCommentInput & { authorId: string },
): Promise<WrittenComment> {
  const { authorId, postId, parentId = null } = args;
  const now = deps.now();
  const id = newId();
  const hidden = await findHiddenAuthors(deps, { memberId: authorId, postId, commentId: parentId });
  const [{ text, entities }, visibility] = await Promise.all([
    readText(deps, args.text),
    deps.members.visibilityOf(authorId),
  ]);
  return write(deps, authorId, async (tx) => {
    const first = await findFirstResult(tx, {
      memberId: authorId,
      key: args.idempotencyKey,
      content: ['comment.create', postId, parentId, text],
      resultId: id,
      now,
    });
    if (first) return getWrittenComment(tx, first.id);

    const allowance = await takeAllowance(deps, tx, { memberId: authorId, kind: 'comment' });
    allowance.require();
    const post = await lockMetPost(tx, postId, hidden);
    const parent =
      parentId === null ? undefined : await getParent(tx, { postId, parentId, hidden });
    const depth = parent ? parent.depth + 1 : 0;
    if (depth > commentDepthMax) throw new AppError('COMMENT_TOO_DEEP');

    const place = { id, postId, parentId, depth };
    const comment = await insertComment(tx, { ...place, authorId, text, entities, createdAt: now });
    const commented = await updatePost(tx, post.id, {
      commentCount: post.commentCount + 1,
      // Clocks of two processes differ; activity never goes back.
      lastActivityAt: now > post.lastActivityAt ? now : post.lastActivityAt,
    });
    await joinThread(tx, comment);
    const parentAuthorId = parent?.authorId ?? null;
    const fact = { comment, post: commented, parentAuthorId, visibility };
    await recordComment(deps, tx, { type: 'comment.created', ...fact });
    return toWrittenComment(comment);
  });
}

/** What is in force already changes nothing. Throws COMMENT_CHANGED when it was made from another version. */
export async function editComment(
  deps: Deps,
  args: EditCommentInput & { memberId: string },
): Promise<WrittenComment> {
  const { id, memberId, version } = args;
  const [{ text, entities }, visibility, hidden] = await Promise.all([
    readText(deps, args.text),
    deps.members.visibilityOf(memberId),
    findHiddenAuthorsOf(deps, { memberId, commentId: id }),
  ]);
  return write(deps, memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId, kind: 'edit' });
    const place = await lockLivingComment(tx, id);
    const { comment, post } = place;
    // What is hidden its author may still mend.
    if (comment.authorId !== memberId) throw notYours(place, hidden);
    if (comment.text === text) {
      await allowance.giveBack();
      return toWrittenComment(comment);
    }
    if (comment.version !== version) throw new AppError('COMMENT_CHANGED');
    allowance.require();

    const change = { text, entities, version: version + 1, editedAt: deps.now() };
    const edited = await updateComment(tx, id, change);
    const parent = edited.parentId === null ? undefined : await findComment(tx, edited.parentId);
    const parentAuthorId = parent?.authorId ?? null;
    await recordComment(deps, tx, {
      type: 'comment.edited',
      comment: edited,
      post,
      parentAuthorId,
      visibility,
    });
    return toWrittenComment(edited);
  });
}

/**
 * By its author, or by the author of the post it stands under; again changes nothing. Replies stay, under a
 * placeholder.
 */
export async function deleteComment(
  deps: Deps,
  args: { id: string; memberId: string },
): Promise<DeleteState> {
  const { id, memberId } = args;
  const hidden = await findHiddenAuthorsOf(deps, { memberId, commentId: id });
  return write(deps, memberId, async (tx) => {
    const place = await lockComment(tx, id);
    const { comment, post } = place;
    const mayDelete = comment.authorId === memberId || post.authorId === memberId;
    if (!mayDelete && comment.deletedAt) throw new AppError('COMMENT_NOT_FOUND');
    if (!mayDelete) throw notYours(place, hidden);
    if (comment.deletedAt) return { deleted: true };

    await removeComment(deps, tx, { place, actorId: memberId });
    return { deleted: true };
  });
}

/**
 * Deletes a living comment whose post is locked. What moderation has hidden is counted no more already, but whoever keeps
 * its text has to hear of it.
 */
export async function removeComment(
  deps: Pick<Deps, 'events' | 'now'>,
  tx: ContentTransaction,
  { place, actorId }: { place: Place; actorId: string | null },
): Promise<void> {
  const { comment, post } = place;
  const change = { deletedAt: deps.now(), version: comment.version + 1 };
  const deleted = await updateComment(tx, comment.id, change);
  const wasCounted = !comment.hiddenAt;
  const left = wasCounted
    ? await updatePost(tx, post.id, { commentCount: post.commentCount - 1 })
    : post;
  if (wasCounted) {
    await leaveThread(tx, deleted);
    await renewActivity(tx, place);
  }
  await recordDeletedComment(deps, tx, { comment: deleted, post: left, actorId });
}

type Place = { comment: CommentRow; post: PostRow };

/** A comment and its post, deleted or not, behind the lock on the post's row; COMMENT_NOT_FOUND when there is none. */
export async function lockPlace(tx: ContentTransaction, id: string): Promise<Place> {
  const postId = (await findComment(tx, id))?.postId;
  const post = postId === undefined ? undefined : await lockPost(tx, postId);
  // Once more, behind the lock.
  const comment = post && (await findComment(tx, id));
  if (!post || !comment) throw new AppError('COMMENT_NOT_FOUND');
  return { comment, post };
}

/** As `lockPlace`; one under a deleted post is as good as none. */
export async function lockComment(tx: ContentTransaction, id: string): Promise<Place> {
  const place = await lockPlace(tx, id);
  if (place.post.deletedAt) throw new AppError('COMMENT_NOT_FOUND');
  return place;
}

/** As `lockComment`; so is one that is deleted itself. */
export async function lockLivingComment(tx: ContentTransaction, id: string): Promise<Place> {
  const place = await lockComment(tx, id);
  if (place.comment.deletedAt) throw new AppError('COMMENT_NOT_FOUND');
  return place;
}

/** As `lockLivingComment`; so is one that `requireMetComment` refuses. */
export async function lockMetComment(
  tx: ContentTransaction,
  id: string,
  hidden: ReadonlySet<string>,
): Promise<Place> {
  const place = await lockLivingComment(tx, id);
  requireMetComment(place, hidden);
  return place;
}

/** Throws COMMENT_NOT_FOUND for what one of the `hidden` authors wrote, or moderation has hidden, or stands under such. */
export function requireMetComment(place: Place, hidden: ReadonlySet<string>): void {
  if (!isMet(place, hidden)) throw new AppError('COMMENT_NOT_FOUND');
}

/** For who may not change it: who may not read a comment does not learn that it is there. */
function notYours(place: Place, hidden: ReadonlySet<string>): AppError {
  return new AppError(isMet(place, hidden) ? 'COMMENT_NOT_YOURS' : 'COMMENT_NOT_FOUND');
}

function isMet({ comment, post }: Place, hidden: ReadonlySet<string>): boolean {
  return [comment, post].every((text) => !text.hiddenAt && !hidden.has(text.authorId));
}

async function getParent(
  tx: ContentTransaction,
  args: { postId: string; parentId: string; hidden: ReadonlySet<string> },
): Promise<CommentRow> {
  const parent = await findComment(tx, args.parentId);
  if (!parent || isGone(parent) || parent.postId !== args.postId) {
    throw new AppError('COMMENT_NOT_FOUND');
  }
  if (args.hidden.has(parent.authorId)) throw new AppError('COMMENT_NOT_FOUND');
  return parent;
}

async function getWrittenComment(tx: ContentTransaction, id: string): Promise<WrittenComment> {
  const comment = await findComment(tx, id);
  if (!comment) throw new AppError('COMMENT_NOT_FOUND');
  return toWrittenComment(comment);
}
