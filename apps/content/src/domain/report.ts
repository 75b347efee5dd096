import { AppError } from '@dailyfeed/contract/errors';
import type { ReportInput, ReportState } from '@dailyfeed/contract/report';
import { newId } from '@dailyfeed/service-kit/id';

import { insertMissingReport } from '../db/reports.ts';
import type { Deps } from '../deps.ts';
import { lockMetComment } from './comment.ts';
import { findHiddenAuthors, findHiddenAuthorsOf } from './hidden-author.ts';
import { takeAllowance } from './limit.ts';
import { lockMetPost } from './post.ts';
import { write } from './write.ts';

type Args = ReportInput & { memberId: string };

/**
 * Tells the admins of a post that another has written. Again changes nothing: while it waits the first report
 * stands, and once it is decided only a text that has changed since is reported anew.
 */
export async function reportPost(deps: Deps, args: Args): Promise<ReportState> {
  const { id, memberId, reason, note } = args;
  const hidden = await findHiddenAuthors(deps, { memberId, postId: id });
  return write(deps, memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId, kind: 'report' });
    const { authorId, version } = await lockMetPost(tx, id, hidden);
    if (authorId === memberId) throw new AppError('REPORT_SELF');
    const subject = { kind: 'post', subjectId: id, version, postId: id };
    const report = { id: newId(), ...subject, reporterId: memberId, reason, note };
    const inserted = await insertMissingReport(tx, { ...report, createdAt: deps.now() });
    if (inserted === 0) await allowance.giveBack();
    else allowance.require();
    return { reported: true };
  });
}

/** As `reportPost`, of a comment. */
export async function reportComment(deps: Deps, args: Args): Promise<ReportState> {
  const { id, memberId, reason, note } = args;
  const hidden = await findHiddenAuthorsOf(deps, { memberId, commentId: id });
  return write(deps, memberId, async (tx) => {
    const allowance = await takeAllowance(deps, tx, { memberId, kind: 'report' });
    const { comment, post } = await lockMetComment(tx, id, hidden);
    if (comment.authorId === memberId) throw new AppError('REPORT_SELF');
    const { version } = comment;
    const subject = { kind: 'comment', subjectId: id, version, postId: post.id };
    const report = { id: newId(), ...subject, reporterId: memberId, reason, note };
    const inserted = await insertMissingReport(tx, { ...report, createdAt: deps.now() });
    if (inserted === 0) await allowance.giveBack();
    else allowance.require();
    return { reported: true };
  });
}
