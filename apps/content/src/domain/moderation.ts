import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';
import type { Hiding } from '@dailyfeed/contract/hiding';
import type { Visibility } from '@dailyfeed/contract/member';
import type { ResolveReportInput, ResolveState } from '@dailyfeed/contract/report';
import { newId } from '@dailyfeed/service-kit/id';

import { updateComment } from '../db/comments.ts';
import { insertModerationAction } from '../db/moderation-actions.ts';
import { lockPost, updatePost } from '../db/posts.ts';
import { resolveReports } from '../db/reports.ts';
import type { Deps } from '../deps.ts';
import { lockPlace, removeComment } from './comment.ts';
import { findVisibility, setCommentHiding, setPostHiding } from './hiding.ts';
import { removePost } from './post.ts';

type Decision = ResolveReportInput & { actorId: string };
type Step = Decision & { visibility: Visibility | null };

/**
 * Hides a post or comment, shows it again, deletes it, or leaves it as it is; decides with it all reports that wait
 * because of it, and writes down who did so. Hiding what is hidden changes nothing but that. What is deleted already
 * can only be dismissed: nothing else is left to do. Throws POST_CHANGED or COMMENT_CHANGED where an edit has replaced
 * the text that it is about.
 */
export async function resolveReport(deps: Deps, args: Decision): Promise<ResolveState> {
  const { kind, id, action, note, actorId } = args;
  const now = deps.now();
  const visibility = action === 'unhide' ? await findVisibility(deps, args) : null;
  const state = await deps.db.$transaction(async (tx) => {
    const moderate = kind === 'post' ? moderatePost : moderateComment;
    const isHidden = await moderate(deps, tx, { ...args, visibility });
    const decision = { resolution: action, resolvedAt: now };
    const resolved = await resolveReports(tx, { kind, id }, decision);
    const done = { kind, subjectId: id, by: 'moderator', actorId, action, note };
    await insertModerationAction(tx, { id: newId(), ...done, createdAt: now });
    return { isHidden, resolved };
  });
  deps.events.wake();
  await deps.recentWriters.mark(actorId);
  return state;
}

/** What an admin decides stands for this version of the text, whatever screening says. Gives whether it is hidden then. */
async function moderatePost(
  deps: Deps,
  tx: ContentTransaction,
  { id, action, version, visibility }: Step,
): Promise<boolean> {
  const post = await lockPost(tx, id);
  const wasHidden = post?.hiddenAt !== null;
  if (!post || (post.deletedAt && action !== 'dismiss')) throw new AppError('POST_NOT_FOUND');
  if (post.deletedAt) return wasHidden;
  if (post.version !== (version ?? post.version)) throw new AppError('POST_CHANGED');
  if (action === 'remove') await removePost(deps, tx, { post, actorId: null });
  else await updatePost(tx, id, { moderatedVersion: post.version });
  if (action !== 'hide' && action !== 'unhide') return wasHidden;
  await setPostHiding(deps, tx, { post, hiding: hidingOf(action), visibility });
  return action === 'hide';
}

async function moderateComment(
  deps: Deps,
  tx: ContentTransaction,
  { id, action, version, visibility }: Step,
): Promise<boolean> {
  const place = await lockPlace(tx, id);
  const { comment, post } = place;
  const wasHidden = comment.hiddenAt !== null;
  const isGone = comment.deletedAt !== null || post.deletedAt !== null;
  if (isGone && action !== 'dismiss') throw new AppError('COMMENT_NOT_FOUND');
  if (isGone) return wasHidden;
  if (comment.version !== (version ?? comment.version)) throw new AppError('COMMENT_CHANGED');
  if (action === 'remove') await removeComment(deps, tx, { place, actorId: null });
  else await updateComment(tx, id, { moderatedVersion: comment.version });
  if (action !== 'hide' && action !== 'unhide') return wasHidden;
  await setCommentHiding(deps, tx, { place, hiding: hidingOf(action), visibility });
  return action === 'hide';
}

function hidingOf(action: 'hide' | 'unhide'): Hiding | null {
  return action === 'hide' ? { by: 'moderator', terms: [] } : null;
}
