import type { ContentTransaction } from '@dailyfeed/content-store/client';
import type { PageInput } from '@dailyfeed/contract/page';
import type {
  ModerationActionPage,
  ReportPage,
  ReportsInput,
  ResolveReportInput,
  ResolveState,
} from '@dailyfeed/contract/report';
import {
  decodeCursor,
  encodeCursor,
  IdPosition,
  type List,
  toPage,
} from '@dailyfeed/service-kit/cursor';
import { newId } from '@dailyfeed/service-kit/id';

import { updateComment } from '../db/comments.ts';
import {
  findModerationActions,
  insertModerationAction,
  toModerationAction,
} from '../db/moderation-actions.ts';
import { updatePost } from '../db/posts.ts';
import {
  findReportedSubjects,
  findReports,
  resolveReports,
  subjectKey,
  toReport,
} from '../db/reports.ts';
import type { Deps } from '../deps.ts';
import { recordModeratedComment } from './comment-event.ts';
import { joinThread, leaveThread } from './comment-thread.ts';
import { lockComment } from './comment.ts';
import { recordModeratedPost } from './post-event.ts';
import { lockLivingPost } from './post.ts';

/** What members have reported, with what it is about. */
export async function listReports(deps: Pick<Deps, 'db'>, args: ReportsInput): Promise<ReportPage> {
  const { state, limit } = args;
  const list: List<string> = { name: `reports/${state}`, position: IdPosition };
  const after = decodeCursor(list, args.cursor);
  const rows = await findReports(deps.db, { state, after, limit: limit + 1 });
  const subjects = await findReportedSubjects(deps.db, rows);
  const reports = rows.map((row) =>
    toReport(row, subjects.get(subjectKey({ kind: row.kind, id: row.subjectId }))),
  );
  return toPage(reports, limit, ({ id }) => encodeCursor(list, id));
}

/** What admins have done, the latest first. */
export async function listModerationActions(
  deps: Pick<Deps, 'db'>,
  args: PageInput,
): Promise<ModerationActionPage> {
  const list: List<string> = { name: 'moderation-actions', position: IdPosition };
  const before = decodeCursor(list, args.cursor);
  const rows = await findModerationActions(deps.db, { before, limit: args.limit + 1 });
  return toPage(rows.map(toModerationAction), args.limit, ({ id }) => encodeCursor(list, id));
}

/**
 * Hides a post or comment, shows it again, or leaves it as it is; decides with it all reports that wait because of it,
 * and writes down who did so. Hiding what is hidden changes nothing but that.
 */
export async function resolveReport(
  deps: Deps,
  args: ResolveReportInput & { actorId: string },
): Promise<ResolveState> {
  const { kind, id, action, note, actorId } = args;
  const now = deps.now();
  const state = await deps.db.$transaction(async (tx) => {
    const moderate = kind === 'post' ? moderatePost : moderateComment;
    const isHidden = await moderate(deps, tx, { id, action });
    const decision = { resolution: action, resolvedAt: now };
    const resolved = await resolveReports(tx, { kind, id }, decision);
    const done = { id: newId(), kind, subjectId: id, actorId, action, note, createdAt: now };
    await insertModerationAction(tx, done);
    return { isHidden, resolved };
  });
  deps.events.wake();
  await deps.recentWriters.mark(actorId);
  return state;
}

type Moderation = Pick<ResolveReportInput, 'id' | 'action'>;

/** Gives whether the post is hidden afterwards. */
async function moderatePost(
  deps: Deps,
  tx: ContentTransaction,
  { id, action }: Moderation,
): Promise<boolean> {
  const post = await lockLivingPost(tx, id);
  const wasHidden = post.hiddenAt !== null;
  const isHidden = willBeHidden(wasHidden, action);
  if (isHidden === wasHidden) return isHidden;
  const moderated = await updatePost(tx, id, { hiddenAt: isHidden ? deps.now() : null });
  await recordModeratedPost(deps, tx, moderated);
  return isHidden;
}

async function moderateComment(
  deps: Deps,
  tx: ContentTransaction,
  { id, action }: Moderation,
): Promise<boolean> {
  const { comment, post } = await lockComment(tx, id);
  const wasHidden = comment.hiddenAt !== null;
  const isHidden = willBeHidden(wasHidden, action);
  if (isHidden === wasHidden) return isHidden;
  const moderated = await updateComment(tx, id, { hiddenAt: isHidden ? deps.now() : null });
  // What its author has deleted is counted no more, hidden or not.
  if (comment.deletedAt) return isHidden;
  const step = isHidden ? -1 : 1;
  const counted = await updatePost(tx, post.id, { commentCount: post.commentCount + step });
  if (isHidden) await leaveThread(tx, moderated);
  else if (moderated.replyCount === 0) await joinThread(tx, moderated);
  await recordModeratedComment(deps, tx, { comment: moderated, post: counted });
  return isHidden;
}

function willBeHidden(wasHidden: boolean, action: Moderation['action']): boolean {
  return action === 'dismiss' ? wasHidden : action === 'hide';
}
