'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData, QueryKey } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { ItemList } from '../feed/item-list.tsx';
import { NewPostsPill } from '../feed/new-posts-pill.tsx';
import type { ListQuery } from '../feed/use-list.ts';
import { useVisit } from '../feed/use-visit.ts';
import { ActivitySkeleton } from './activity-skeleton.tsx';

/** Lines of a story, newest first; what has come since waits behind a pill for who comes back further down. */
export function StoryList<Line extends { id: string }>(props: {
  story: { key: QueryKey; query: ListQuery<InfiniteData<Page<Line>, string | null>> };
  load: () => Promise<Page<Line>>;
  label: string;
  empty: ReactNode;
  /** Draws a line; the same function each time. */
  children: (line: Line) => ReactNode;
}): ReactNode {
  const { story, load, label, empty, children } = props;
  const t = useTranslations('feed');
  const { hasNews, isRefreshing, refresh } = useVisit(story, load);
  return (
    <>
      <NewPostsPill
        text={hasNews ? t('freshPosts') : null}
        isBusy={isRefreshing}
        onPress={refresh}
      />
      <ItemList query={story.query} label={label} empty={empty} waiting={<ActivitySkeleton />}>
        {children}
      </ItemList>
    </>
  );
}
