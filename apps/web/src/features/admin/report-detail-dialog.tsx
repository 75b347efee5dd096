'use client';

import type { Report, ReportedSubject } from '@dailyfeed/contract/report';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { ReplacedVersion } from './replaced-version.tsx';

type DetailProps = { subject: ReportedSubject; reports: Report[] };

/** All that is known of a reported thing: each report, each text it has had, and what was done to it. */
export function ReportDetailDialog(
  props: DetailProps & { isOpen: boolean; onClose: () => void },
): ReactNode {
  const { subject, reports, isOpen, onClose } = props;
  const t = useTranslations('moderation');
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(willBeOpen) => {
        if (!willBeOpen) onClose();
      }}
      title={t('detailTitle')}
    >
      <div className="grid gap-6">
        <Reports reports={reports} subject={subject} />
        <Versions subject={subject} />
        <Log subject={subject} />
        {!subject.isDeleted && !subject.isHidden && (
          <Link
            href={
              subject.kind === 'post'
                ? routes.post(subject.postId)
                : routes.comment(subject.postId, subject.id)
            }
            prefetch={false}
            className="text-accent hover:underline"
          >
            {t(subject.kind === 'post' ? 'openPost' : 'openComment')}
          </Link>
        )}
      </div>
    </Dialog>
  );
}

function Part(props: { title: string; children: ReactNode }): ReactNode {
  return (
    <section>
      <h3 className="mb-2 font-bold">{props.title}</h3>
      {props.children}
    </section>
  );
}

function Reports({ reports, subject }: DetailProps): ReactNode {
  const t = useTranslations('moderation');
  const reasonSays = useTranslations('report');
  return (
    <Part title={t('reports')}>
      <ul className="grid gap-2">
        {reports.map((report) => (
          <li key={report.id} className="text-s">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-semibold">{reasonSays(report.reason)}</span>
              <span className="text-ink-3">
                {report.reporterId === null ? t('byScreening') : t('byMember')}
                <ReplacedVersion report={report} subject={subject} />
              </span>
              <RelativeTime time={report.createdAt} className="ms-auto text-ink-3" />
            </p>
            {report.note !== '' && <p className="text-ink-2 wrap-anywhere">{report.note}</p>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Versions({ subject }: { subject: ReportedSubject }): ReactNode {
  const t = useTranslations('moderation');
  const { kind, id } = subject;
  const query = useQuery(
    useApi().content.report.versions.queryOptions({ kind, id }, { staleTime: 0, gcTime: 0 }),
  );
  return (
    <Part title={t('versions')}>
      {query.isPending && <Skeleton className="h-16 w-full" />}
      {query.isError && <QueryError query={query} />}
      <ol className="grid gap-3">
        {query.data?.versions.map((each) => (
          <li key={each.version} className="text-s">
            <p className="text-ink-3">
              {t('version', { version: each.version })} · <RelativeTime time={each.writtenAt} />
            </p>
            <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {each.contentWarning !== null && (
                <b>
                  <TriangleAlert
                    aria-hidden="true"
                    className="me-1.5 inline size-3.5 align-[-2px]"
                  />
                  {each.contentWarning}{' '}
                </b>
              )}
              {each.text}
            </p>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Log({ subject }: { subject: ReportedSubject }): ReactNode {
  const t = useTranslations('moderation');
  const { kind, id } = subject;
  const query = useInfiniteQuery(
    useApi().content.report.actions.infiniteQueryOptions(
      { subject: { kind, id }, limit: 20 },
      { getNextPageParam: (page) => page.nextCursor, staleTime: 0, gcTime: 0 },
    ),
  );
  const actions = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Part title={t('log')}>
      {query.isPending && <Skeleton className="h-10 w-full" />}
      {query.isError && !query.data && <QueryError query={query} />}
      {query.data && actions.length === 0 && <p className="text-s text-ink-3">{t('noLog')}</p>}
      <ul className="grid gap-2">
        {actions.map((each) => (
          <li key={each.id} className="text-s">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-semibold">{t(`decided_${each.action}`)}</span>
              <span className="text-ink-3">
                {each.by === 'screening'
                  ? t('byScreening')
                  : each.actor
                    ? `@${each.actor.handle}`
                    : t('byAdmin')}
              </span>
              <RelativeTime time={each.createdAt} className="ms-auto text-ink-3" />
            </p>
            {each.note !== '' && <p className="text-ink-2 wrap-anywhere">{each.note}</p>}
          </li>
        ))}
      </ul>
      {query.data && <ListEnd query={query} />}
    </Part>
  );
}
