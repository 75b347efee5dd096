import type { CommentRow, ContentTransaction, PostRow } from '@dailyfeed/content-store/client';
import type { Hiding } from '@dailyfeed/contract/hiding';
import type { Visibility } from '@dailyfeed/contract/member';
import type { ReportedSubjectInput } from '@dailyfeed/contract/report';

import { findAuthorId } from '../db/authors.ts';
import { updateComment } from '../db/comments.ts';
import { type HidingColumns, notHidden } from '../db/hiding.ts';
import { updatePost } from '../db/posts.ts';
import type { Deps } from '../deps.ts';
import { recordModeratedComment } from './comment-event.ts';
import { joinThread, leaveThread, renewActivity } from './comment-thread.ts';
import { recordModeratedPost } from './post-event.ts';

type HidingDeps = Pick<Deps, 'events' | 'now'>;
export type CommentPlace = { comment: CommentRow; post: PostRow };

/** Hides a locked post, shows it (`hiding` null), or changes because of whom it is hidden; tells of it where others see a difference. */
export async function setPostHiding(
  deps: HidingDeps,
  tx: ContentTransaction,
  args: { post: PostRow; hiding: Hiding | null; visibility: Visibility | null },
): Promise<void> {
  const { post, hiding, visibility } = args;
  const changed = await updatePost(tx, post.id, columnsOf(deps, post, hiding));
  if ((post.hiddenAt === null) !== (hiding === null)) {
    await recordModeratedPost(deps, tx, { row: changed, visibility });
  }
}

/** As `setPostHiding`; what is hidden is counted no more, and keeps its place only while replies hang on it. */
export async function setCommentHiding(
  deps: HidingDeps,
  tx: ContentTransaction,
  args: { place: CommentPlace; hiding: Hiding | null; visibility: Visibility | null },
): Promise<void> {
  const { place, hiding, visibility } = args;
  const { comment, post } = place;
  const changed = await updateComment(tx, comment.id, columnsOf(deps, comment, hiding));
  if ((comment.hiddenAt === null) === (hiding === null)) return;
  // What its author has deleted is counted no more, hidden or not.
  if (comment.deletedAt) return;
  const step = hiding ? -1 : 1;
  const counted = await updatePost(tx, post.id, { commentCount: post.commentCount + step });
  if (hiding) await leaveThread(tx, changed);
  else if (changed.replyCount === 0) await joinThread(tx, changed);
  await renewActivity(tx, place);
  const moderated = { comment: changed, post: counted };
  await recordModeratedComment(deps, tx, { place: moderated, visibility });
}

/** Who may see what the author of a post or comment writes, for the event that shows it again. Before a lock is held. */
export async function findVisibility(
  deps: Pick<Deps, 'db' | 'members'>,
  subject: ReportedSubjectInput,
): Promise<Visibility | null> {
  const authorId = await findAuthorId(deps.db, subject);
  return authorId === undefined ? null : deps.members.visibilityOf(authorId);
}

function columnsOf(
  deps: HidingDeps,
  row: HidingColumns,
  hiding: Hiding | null,
): Partial<HidingColumns> {
  if (!hiding) return notHidden;
  const { by: hiddenBy, terms: hiddenTerms } = hiding;
  return { hiddenAt: row.hiddenAt ?? deps.now(), hiddenBy, hiddenTerms };
}
