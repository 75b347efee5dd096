'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { UserRoundCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';
import { RequestRow } from './request-row.tsx';

const pageSize = 30;

/** Everybody who asks to follow the member, the latest first. */
export function RequestList(): ReactNode {
  const t = useTranslations('connection');
  const query = useInfiniteQuery(
    useApi().member.follow.requests.infiniteQueryOptions(
      { limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor, staleTime: 0 },
    ),
  );
  if (!query.data) {
    return query.isError ? <QueryError query={query} /> : <FollowListSkeleton />;
  }
  const members = query.data.pages.flatMap((page) => page.items);
  if (members.length === 0 && !query.hasNextPage) {
    return (
      <EmptyState icon={<UserRoundCheck />} title={t('noRequestsTitle')}>
        {t('noRequestsText')}
      </EmptyState>
    );
  }
  return (
    <section aria-label={t('requestsLabel')}>
      <ul>
        {members.map((member) => (
          <li key={member.id}>
            <RequestRow member={member} />
          </li>
        ))}
      </ul>
      <ListEnd query={query} />
    </section>
  );
}
