'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState, QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { ActivitySkeleton } from './activity-skeleton.tsx';
import type { StoryFilter } from './story-filter.ts';
import { Story } from './story.tsx';
import { TypeFilter } from './type-filter.tsx';

/** What the member did, newest first: everything, or one type of it. */
export function ActivityList({ type }: { type: StoryFilter | undefined }): ReactNode {
  return (
    <>
      <TypeFilter type={type} />
      <Lines key={type} type={type} />
    </>
  );
}

function Lines({ type }: { type: StoryFilter | undefined }): ReactNode {
  const t = useTranslations('activity');
  const api = useApi();
  const story = useInfiniteQuery(
    api.activity.activity.mine.infiniteQueryOptions(
      { ...(type && { type }) },
      { getNextPageParam: (page) => page.nextCursor, staleTime: 0, refetchOnReconnect: false },
    ),
  );
  if (story.isPending) return <ActivitySkeleton />;
  if (story.data === undefined) return <QueryError query={story} />;
  const items = story.data.pages.flatMap((page) => page.items);
  if (items.length === 0 && !story.hasNextPage) {
    return (
      <EmptyState icon={<History />} title={t(type ? 'emptyOfType' : 'empty')}>
        {t(type ? 'emptyOfTypeText' : 'emptyText')}
      </EmptyState>
    );
  }
  return (
    <>
      <Story items={items} />
      <ListEnd query={story} />
    </>
  );
}
