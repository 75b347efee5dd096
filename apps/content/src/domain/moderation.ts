import type { ContentTransaction } from '@dailyfeed/content-store/client';
import type { Hiding } from '@dailyfeed/contract/hiding';
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
import { lockComment } from './comment.ts';
import { setCommentHiding, setPostHiding } from './hiding.ts';
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
    const done = { kind, subjectId: id, by: 'moderator', actorId, action, note };
    await insertModerationAction(tx, { id: newId(), ...done, createdAt: now });
    return { isHidden, resolved };
  });
  deps.events.wake();
  await deps.recentWriters.mark(actorId);
  return state;
}

type Moderation = Pick<ResolveReportInput, 'id' | 'action'>;

/** What an admin decides stands for this version of the text, whatever screening says. Gives whether it is hidden then. */
async function moderatePost(
  deps: Deps,
  tx: ContentTransaction,
  { id, action }: Moderation,
): Promise<boolean> {
  const post = await lockLivingPost(tx, id);
  if (action !== 'dismiss') {
    await setPostHiding(deps, tx, { post, hiding: hidingOf(action) });
  }
  await updatePost(tx, id, { moderatedVersion: post.version });
  return willBeHidden(post.hiddenAt !== null, action);
}

async function moderateComment(
  deps: Deps,
  tx: ContentTransaction,
  { id, action }: Moderation,
): Promise<boolean> {
  const place = await lockComment(tx, id);
  const { comment } = place;
  if (action !== 'dismiss') {
    await setCommentHiding(deps, tx, { place, hiding: hidingOf(action) });
  }
  await updateComment(tx, id, { moderatedVersion: comment.version });
  return willBeHidden(comment.hiddenAt !== null, action);
}

function hidingOf(action: 'hide' | 'unhide'): Hiding | null {
  return action === 'hide' ? { by: 'moderator', terms: [] } : null;
}

function willBeHidden(wasHidden: boolean, action: Moderation['action']): boolean {
  return action === 'dismiss' ? wasHidden : action === 'hide';
}
