'use client';

import { Compass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryError } from '../../ui/state.tsx';
import { FollowListSkeleton } from '../profile/follow-list-skeleton.tsx';
import { RecommendationRow } from './recommendation-row.tsx';
import { useRecommendations } from './use-recommendations.ts';

/** Everybody one may like to follow. */
export function RecommendationList(): ReactNode {
  const t = useTranslations('discover');
  const query = useRecommendations();
  if (!query.data) {
    if (!query.isError) return <FollowListSkeleton />;
    return <QueryError query={query} />;
  }
  if (query.data.length === 0) {
    return (
      <EmptyState icon={<Compass />} title={t('emptyTitle')}>
        <p>{t('emptyText')}</p>
        <Link href={routes.recent()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
          {t('emptyAction')}
        </Link>
      </EmptyState>
    );
  }
  return (
    <ul aria-label={t('list')}>
      {query.data.map((member) => (
        <RecommendationRow key={member.id} member={member} look="page" />
      ))}
    </ul>
  );
}
