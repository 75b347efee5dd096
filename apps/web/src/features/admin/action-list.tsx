'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-end.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';

const pageSize = 30;

/** Who did what to whose account, and why; the latest first. */
export function ActionList(): ReactNode {
  const t = useTranslations('admin');
  const query = useInfiniteQuery(
    useApi().member.admin.actions.infiniteQueryOptions(
      { limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor, staleTime: 0 },
    ),
  );
  if (!query.data) {
    if (!query.isError) return <FollowListSkeleton />;
    return <QueryError query={query} />;
  }
  const actions = query.data.pages.flatMap((page) => page.items);
  if (actions.length === 0) {
    return (
      <EmptyState icon={<ScrollText />} title={t('noLog')}>
        {t('noLogText')}
      </EmptyState>
    );
  }
  return (
    <section aria-label={t('log')}>
      <ul>
        {actions.map(({ id, kind, actor, member, reason, createdAt }) => (
          <li key={id} className="border-b border-line px-4 py-4 tablet:px-5">
            <p className="flex items-baseline justify-between gap-3">
              <span className="font-semibold wrap-anywhere">
                {t(kind, {
                  actor: actor ? `@${actor.handle}` : t('operators'),
                  member: member.handle,
                })}
              </span>
              <RelativeTime time={createdAt} className="text-s whitespace-nowrap text-ink-3" />
            </p>
            {reason !== '' && <p className="text-ink-2 wrap-anywhere">{reason}</p>}
          </li>
        ))}
      </ul>
      <ListEnd query={query} />
    </section>
  );
}
