import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AttachedImages } from '@dailyfeed/contract/image';
import type { ReportedKind, ReportedSubject } from '@dailyfeed/contract/report';

import { hiddenByOf } from './hiding.ts';
import type { FoundCase } from './reports.ts';

export type StoredSubject = Omit<ReportedSubject, 'author'>;

/** What the reports are about, by kind and id; two statements, however many there are. */
export async function findReportedSubjects(
  tx: ContentTransaction,
  cases: FoundCase[],
): Promise<Map<string, StoredSubject>> {
  const idsOf = (kind: ReportedKind): string[] =>
    cases.filter((each) => each.kind === kind).map((each) => each.subjectId);
  const [posts, comments] = await Promise.all([
    tx.post.findMany({ where: { id: { in: idsOf('post') } } }),
    tx.comment.findMany({ where: { id: { in: idsOf('comment') } } }),
  ]);
  const subjects = [
    ...posts.map((row) => ({
      kind: 'post' as const,
      postId: row.id,
      contentWarning: row.contentWarning,
      alts: AttachedImages.parse(row.images).flatMap(({ alt }) => (alt === '' ? [] : [alt])),
      row,
    })),
    ...comments.map((row) => ({
      kind: 'comment' as const,
      postId: row.postId,
      contentWarning: null,
      alts: [],
      row,
    })),
  ];
  return new Map(
    subjects.map(({ kind, postId, contentWarning, alts, row }) => [
      subjectKey({ kind, subjectId: row.id }),
      {
        kind,
        id: row.id,
        postId,
        authorId: row.authorId,
        version: row.version,
        text: row.text,
        contentWarning,
        alts,
        isDeleted: row.deletedAt !== null,
        isHidden: row.hiddenAt !== null,
        hiddenBy: hiddenByOf(row),
      },
    ]),
  );
}

export function toErasedSubject(of: FoundCase): StoredSubject {
  const { kind, subjectId: id, postId } = of;
  const nothing = { authorId: null, version: null, text: '', contentWarning: null, alts: [] };
  return { kind, id, postId, ...nothing, isDeleted: true, isHidden: false, hiddenBy: null };
}

export function subjectKey(of: { kind: string; subjectId: string }): string {
  return `${of.kind}/${of.subjectId}`;
}
