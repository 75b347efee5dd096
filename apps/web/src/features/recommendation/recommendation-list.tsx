'use client';

import { Compass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';

import { routes } from '../../lib/routes.ts';
import { useKeptFocus } from '../../lib/use-kept-focus.ts';
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
  const list = useRef<HTMLElement>(null);
  useKeptFocus(list);
  if (!query.data) {
    if (!query.isError) return <FollowListSkeleton />;
    return <QueryError query={query} />;
  }
  return (
    <section ref={list} aria-label={t('list')} className="outline-none">
      {query.data.length === 0 ? (
        <EmptyState icon={<Compass />} title={t('emptyTitle')}>
          <p>{t('emptyText')}</p>
          <Link href={routes.recent()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
            {t('emptyAction')}
          </Link>
        </EmptyState>
      ) : (
        <ul>
          {query.data.map((member) => (
            <RecommendationRow key={member.id} member={member} look="page" />
          ))}
        </ul>
      )}
    </section>
  );
}
