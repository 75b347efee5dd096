'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { EmptyState, ErrorState } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-end.tsx';
import { ActivityRow } from './activity-row.tsx';

/** Everything the member did, newest first. */
export function ActivityList(): ReactNode {
  const t = useTranslations('activity');
  const api = useApi();
  const story = useInfiniteQuery(
    api.activity.activity.mine.infiniteQueryOptions(
      {},
      { getNextPageParam: (page) => page.nextCursor, staleTime: 0 },
    ),
  );
  if (story.isPending) return <ActivitySkeleton />;
  if (story.data === undefined) {
    return (
      <ErrorState
        error={story.error}
        isRetrying={story.isFetching}
        onRetry={() => void story.refetch()}
      />
    );
  }
  const items = story.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <EmptyState icon={<History />} title={t('empty')}>
        {t('emptyText')}
      </EmptyState>
    );
  }
  return (
    <>
      <ol>
        {items.map((activity) => (
          <ActivityRow key={activity.id} activity={activity} />
        ))}
      </ol>
      <ListEnd query={story} />
    </>
  );
}

export function ActivitySkeleton(): ReactNode {
  return Array.from({ length: 8 }, (_, index) => (
    <div key={index} className="flex gap-3 border-b border-line px-4 py-4 tablet:px-5">
      <Skeleton className="size-8 rounded-full" />
      <span className="grid flex-1 gap-2 py-1">
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-3.5 w-4/5" />
      </span>
    </div>
  ));
}
