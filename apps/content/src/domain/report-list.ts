import { AppError } from '@dailyfeed/contract/errors';
import type { MemberSummary } from '@dailyfeed/contract/member';
import {
  type ModerationActionPage,
  type ModerationActionsInput,
  type ReportedSubjectInput,
  type ReportPage,
  type ReportsInput,
  shownReportsMax,
  subjectVersionsMax,
  type SubjectVersions,
} from '@dailyfeed/contract/report';
import { readPageById } from '@dailyfeed/service-kit/cursor';

import { findComment, toWrittenComment } from '../db/comments.ts';
import { findModerationActions, toModerationAction } from '../db/moderation-actions.ts';
import { findNamedVersions, findPostVersions, toPostVersion } from '../db/post-versions.ts';
import { findPost, toWrittenPost } from '../db/posts.ts';
import { findReportedSubjects, subjectKey, toErasedSubject } from '../db/reported-subjects.ts';
import {
  findReportCases,
  findReportedVersions,
  findReportsOf,
  isReported,
  toReport,
} from '../db/reports.ts';
import type { Deps } from '../deps.ts';

type ReadingDeps = Pick<Deps, 'db' | 'members'>;

const latestMax = 50;
/** Of texts further back that reports are about. */
const reportedMax = subjectVersionsMax - latestMax;

/** What has been reported, each thing once, with why and by whom. */
export async function listReports(deps: ReadingDeps, args: ReportsInput): Promise<ReportPage> {
  const { state, kind = null, reason = null } = args;
  const name = `reports/${state}/${kind ?? ''}/${reason ?? ''}`;
  const page = await readPageById(name, args, ({ place: after, limit }) =>
    findReportCases(deps.db, { state, kind, reason, after, limit }),
  );
  const [subjects, reports] = await Promise.all([
    findReportedSubjects(deps.db, page.items),
    findReportsOf(deps.db, { state, cases: page.items, limit: shownReportsMax }),
  ]);
  const authors = await authorsOf(deps, [...subjects.values()]);
  const items = page.items.map((each) => {
    const subject = subjects.get(subjectKey(each)) ?? toErasedSubject(each);
    const author = authors.get(subject.authorId ?? '') ?? null;
    return {
      id: each.id,
      subject: { ...subject, author },
      reports: (reports.get(subjectKey(each)) ?? []).map(toReport),
      reportCount: each.reportCount,
    };
  });
  return { ...page, items };
}

/**
 * The latest texts of a post or comment and those that were reported, deleted and hidden ones too. What nobody has
 * reported and screening has not held is no business of an admin's, and of what is erased there is none: not found.
 */
export async function listSubjectVersions(
  deps: Pick<Deps, 'db'>,
  subject: ReportedSubjectInput,
): Promise<SubjectVersions> {
  const { kind, id } = subject;
  // Screening leaves a report of what it holds, too.
  const isKnown = await isReported(deps.db, subject);
  if (kind === 'comment') {
    const comment = isKnown ? await findComment(deps.db, id) : null;
    if (!comment) throw new AppError('COMMENT_NOT_FOUND');
    return { versions: [inForce({ ...toWrittenComment(comment), contentWarning: null })] };
  }
  const post = isKnown ? await findPost(deps.db, id) : null;
  if (!post) throw new AppError('POST_NOT_FOUND');
  const page = { postId: id, before: post.version, limit: latestMax - 1, withHidden: true };
  const latest = await findPostVersions(deps.db, page);
  const before = latest.at(-1)?.version ?? post.version;
  const versions = await findReportedVersions(deps.db, { postId: id, before, limit: reportedMax });
  const reported = await findNamedVersions(deps.db, { postId: id, versions });
  return {
    versions: [inForce(toWrittenPost(post)), ...[...latest, ...reported].map(toPostVersion)],
  };
}

/** What admins and screening have done, the latest first. */
export async function listModerationActions(
  deps: ReadingDeps,
  args: ModerationActionsInput,
): Promise<ModerationActionPage> {
  const { subject = null } = args;
  const name = `moderation-actions/${subject ? `${subject.kind}/${subject.id}` : ''}`;
  const page = await readPageById(name, args, ({ place: before, limit }) =>
    findModerationActions(deps.db, { subject, before, limit }),
  );
  const actors = await deps.members.summaries([
    ...new Set(page.items.flatMap((row) => row.actorId ?? [])),
  ]);
  const items = page.items.map((row) =>
    toModerationAction(row, actors.get(row.actorId ?? '') ?? null),
  );
  return { ...page, items };
}

async function authorsOf(
  deps: Pick<Deps, 'members'>,
  subjects: { authorId: string | null }[],
): Promise<ReadonlyMap<string, MemberSummary>> {
  return deps.members.summaries([...new Set(subjects.flatMap(({ authorId }) => authorId ?? []))]);
}

function inForce(
  text: Pick<
    ReturnType<typeof toWrittenPost>,
    'version' | 'text' | 'contentWarning' | 'entities' | 'createdAt' | 'editedAt'
  >,
): SubjectVersions['versions'][number] {
  const { version, contentWarning, entities, createdAt, editedAt } = text;
  return { version, text: text.text, contentWarning, entities, writtenAt: editedAt ?? createdAt };
}
