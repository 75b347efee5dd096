'use client';

import type { ModerationActionKind, ReportCase, ReportedSubject } from '@dailyfeed/contract/report';
import { Image, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';

import { routes } from '../../lib/routes.ts';
import { Button } from '../../ui/button.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ReplacedVersion } from './replaced-version.tsx';
import { ReportDecisionDialog } from './report-decision-dialog.tsx';
import { ReportDetailDialog } from './report-detail-dialog.tsx';

/** One reported post or comment: what it says, why it was reported, and what can be decided. */
export function ReportCaseRow(props: {
  reportCase: ReportCase;
  state: 'open' | 'resolved';
}): ReactNode {
  const { reportCase, state } = props;
  const { subject, reports } = reportCase;
  const t = useTranslations('moderation');
  const [open, setOpen] = useState<ModerationActionKind | 'detail' | null>(null);
  // Stays what it was while its dialog goes out of sight.
  const [action, setAction] = useState<ModerationActionKind>('dismiss');
  const [version, setVersion] = useState(subject.version);
  const close = (): void => setOpen(null);
  const name = subject.author ? `@${subject.author.handle}` : t('nobody');
  const ask = (next: ModerationActionKind): void => {
    setAction(next);
    setVersion(subject.version);
    setOpen(next);
  };
  return (
    <li
      aria-label={t('caseOf', { kind: t(subject.kind), name })}
      className="grid gap-2 border-b border-line px-4 py-4 tablet:px-5"
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold">{t(subject.kind)}</span>
        {subject.author ? (
          <Link
            href={routes.profile(subject.author.handle)}
            prefetch={false}
            className="text-s text-ink-2 wrap-anywhere underline-offset-2 hover:underline"
          >
            {name}
          </Link>
        ) : (
          <span className="text-s text-ink-3">{name}</span>
        )}
        <SubjectState subject={subject} />
        {reports[0] && (
          <RelativeTime time={reports[0].createdAt} className="ms-auto text-s text-ink-3" />
        )}
      </p>
      {subject.contentWarning !== null && (
        <p className="flex gap-2 text-s text-ink-2 wrap-anywhere">
          <TriangleAlert aria-hidden="true" className="mt-1 size-3.5 flex-none" />
          {subject.contentWarning}
        </p>
      )}
      <p dir="auto" className="line-clamp-6 whitespace-pre-wrap wrap-anywhere">
        {subject.text === '' ? <span className="text-ink-3">{t('erased')}</span> : subject.text}
      </p>
      {subject.alts.length > 0 && (
        <ul aria-label={t('alts')} className="text-s text-ink-2">
          {subject.alts.map((alt, index) => (
            <li key={index} dir="auto" className="flex gap-2 wrap-anywhere">
              <Image aria-hidden="true" className="mt-1 size-3.5 flex-none" />
              {alt}
            </li>
          ))}
        </ul>
      )}
      <ReportSummary reportCase={reportCase} state={state} />
      <div className="flex flex-wrap gap-2">
        <Button
          look="ghost"
          size="s"
          aria-label={`${t('detail')}: ${name}`}
          onClick={() => setOpen('detail')}
        >
          {t('detail')}
        </Button>
        {actionsOn(subject, state).map((each) => (
          <Button
            key={each}
            look={each === 'remove' ? 'danger' : 'quiet'}
            size="s"
            aria-label={`${t(each)}: ${name}`}
            onClick={() => ask(each)}
          >
            {t(each)}
          </Button>
        ))}
      </div>
      <ReportDetailDialog
        subject={subject}
        reports={reports}
        isOpen={open === 'detail'}
        onClose={close}
      />
      <ReportDecisionDialog
        subject={subject}
        version={version}
        action={action}
        isOpen={open !== null && open !== 'detail'}
        onClose={close}
      />
    </li>
  );
}

/** What is deleted is left alone; what was decided may be decided otherwise. */
function actionsOn(subject: ReportedSubject, state: 'open' | 'resolved'): ModerationActionKind[] {
  const dismiss = state === 'open' ? (['dismiss'] as const) : [];
  if (subject.isDeleted) return [...dismiss];
  return [...dismiss, subject.isHidden ? 'unhide' : 'hide', 'remove'];
}

function SubjectState({ subject }: { subject: ReportedSubject }): ReactNode {
  const t = useTranslations('moderation');
  if (subject.isDeleted)
    return <span className="text-s font-[650] text-ink-3">{t('isDeleted')}</span>;
  if (subject.hiddenBy === null) return null;
  return <span className="text-s font-[650] text-danger">{t(`hiddenBy_${subject.hiddenBy}`)}</span>;
}

/** How many reported it, for what, and what was decided. */
function ReportSummary(props: { reportCase: ReportCase; state: 'open' | 'resolved' }): ReactNode {
  const { reportCase, state } = props;
  const { subject, reports, reportCount: count } = reportCase;
  const t = useTranslations('moderation');
  const reasonSays = useTranslations('report');
  const reasons = [...new Set(reports.map(({ reason }) => reason))];
  const resolution = state === 'resolved' ? reports.at(-1)?.resolution : null;
  const found = reports.find(({ reporterId }) => reporterId === null);
  return (
    <>
      <p className="text-s text-ink-2">
        {t('reporters', { count })}: {reasons.map((reason) => reasonSays(reason)).join(', ')}
        {resolution && <b className="ms-2 text-ink">{t(`decided_${resolution}`)}</b>}
      </p>
      {found && found.note !== '' && (
        <p className="text-s text-ink-3 wrap-anywhere">
          {t('foundByScreening', { terms: found.note })}
          <ReplacedVersion report={found} subject={subject} />
        </p>
      )}
    </>
  );
}
