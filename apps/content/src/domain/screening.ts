import type { ContentTransaction } from '@dailyfeed/content-store/client';
import type { Hiding } from '@dailyfeed/contract/hiding';
import type { Visibility } from '@dailyfeed/contract/member';
import type { ScreenInput, ScreenState } from '@dailyfeed/contract/screening';
import { newId } from '@dailyfeed/service-kit/id';

import { findComment } from '../db/comments.ts';
import { hiddenByOf } from '../db/hiding.ts';
import { insertModerationAction } from '../db/moderation-actions.ts';
import { hidePostVersion } from '../db/post-versions.ts';
import { lockPost } from '../db/posts.ts';
import { insertScreeningReport, resolveScreeningReport } from '../db/reports.ts';
import type { Deps } from '../deps.ts';
import { findVisibility, setCommentHiding, setPostHiding } from './hiding.ts';

type ScreeningDeps = Pick<Deps, 'db' | 'events' | 'members' | 'now'>;
type Found = Awaited<ReturnType<typeof findSubject>>;

/**
 * Does with a post or comment what the lists say of its text: hides it, which a report tells the admins of, or only
 * reports it, or shows again what it has hidden before. The same again changes nothing; what an admin has decided on
 * this version, or hidden, stays as it is. A text that an edit has replaced meanwhile is hidden in the history, of which
 * the admins are told as of any other; what stands in its place is judged by itself.
 */
export async function applyScreening(deps: ScreeningDeps, args: ScreenInput): Promise<ScreenState> {
  const visibility = args.outcome === 'hide' ? null : await findVisibility(deps, args);
  const state = await deps.db.$transaction(async (tx) => {
    const found = await findSubject(tx, args);
    if (!found) return 'gone';
    const isDecided = found.row.moderatedVersion === args.version;
    if (found.row.version !== args.version) {
      // Asked of the post too: the release before this one does not note it with the text that it replaces.
      if (args.outcome === 'hide' && found.kind === 'post' && !isDecided) {
        await hideReplaced(deps, tx, { args, found });
      }
      return 'stale';
    }
    if (isDecided) return 'unchanged';
    const hiddenBy = hiddenByOf(found.row);
    const isChanged =
      hiddenBy === 'moderator'
        ? false
        : await setHiding(deps, tx, { args, found, hiddenBy, visibility });
    const isReported = args.outcome !== 'pass' && (await report(deps, tx, { args, found }));
    return isChanged || isReported ? 'applied' : 'unchanged';
  });
  deps.events.wake();
  return { state };
}

/** The living post or comment, behind the lock on the post's row. */
async function findSubject(tx: ContentTransaction, { kind, id }: ScreenInput) {
  const postId = kind === 'post' ? id : (await findComment(tx, id))?.postId;
  const post = postId === undefined ? undefined : await lockPost(tx, postId);
  if (!post || post.deletedAt) return undefined;
  if (kind === 'post') return { kind, row: post, post };
  const comment = await findComment(tx, id);
  return comment && !comment.deletedAt ? { kind, row: comment, post } : undefined;
}

type Step = { args: ScreenInput; found: NonNullable<Found> };

/** That it is hidden already tells that this was done before, so that an admin who has decided is not asked again. */
async function hideReplaced(deps: ScreeningDeps, tx: ContentTransaction, step: Step) {
  const { id: postId, version } = step.args;
  if (!(await hidePostVersion(tx, { postId, version }))) return;
  await writeDown(deps, tx, { args: step.args, action: 'hide' });
  await report(deps, tx, step);
}

/** Gives whether others see a difference. */
async function setHiding(
  deps: ScreeningDeps,
  tx: ContentTransaction,
  step: Step & { hiddenBy: 'screening' | null; visibility: Visibility | null },
): Promise<boolean> {
  const { args, found, hiddenBy, visibility } = step;
  const { kind, id, terms } = args;
  const isToBeHidden = args.outcome === 'hide';
  const hiding: Hiding | null = isToBeHidden ? { by: 'screening', terms } : null;
  if (!isToBeHidden && hiddenBy === null) return false;
  if (found.kind === 'post') {
    await setPostHiding(deps, tx, { post: found.post, hiding, visibility });
  } else {
    const place = { comment: found.row, post: found.post };
    await setCommentHiding(deps, tx, { place, hiding, visibility });
  }
  if (isToBeHidden && hiddenBy !== null) return false;

  const action = isToBeHidden ? 'hide' : 'unhide';
  if (!isToBeHidden) {
    const decision = { resolution: action, resolvedAt: deps.now() } as const;
    await resolveScreeningReport(tx, { kind, id }, decision);
  }
  await writeDown(deps, tx, { args, action });
  return true;
}

async function writeDown(
  deps: ScreeningDeps,
  tx: ContentTransaction,
  { args, action }: { args: ScreenInput; action: 'hide' | 'unhide' },
): Promise<void> {
  const { kind, id: subjectId } = args;
  const done = { kind, subjectId, by: 'screening', actorId: null, action, note: noteOf(args) };
  await insertModerationAction(tx, { id: newId(), ...done, createdAt: deps.now() });
}

async function report(deps: ScreeningDeps, tx: ContentTransaction, step: Step): Promise<boolean> {
  const { args, found } = step;
  return insertScreeningReport(tx, {
    id: newId(),
    kind: args.kind,
    subjectId: args.id,
    version: args.version,
    postId: found.post.id,
    reason: args.reason ?? 'OTHER',
    note: noteOf(args),
    createdAt: deps.now(),
  });
}

function noteOf({ terms }: ScreenInput): string {
  return terms.join(', ').slice(0, 500);
}
