'use client';

import type { MarkReadInput, NotificationPage } from '@dailyfeed/contract/notification';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { NewPostsPill } from '../feed/new-posts-pill.tsx';
import { postsId } from '../feed/skip-to-posts.tsx';
import { useRefresh } from '../feed/use-refresh.ts';
import { NotificationRow } from './notification-row.tsx';
import { NotificationSkeleton } from './notification-skeleton.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useUnreadQuery } from './use-unread-query.ts';

const pageSize = 20;

/** What the member is told, the latest first. What comes meanwhile waits behind a pill: nothing moves under the eye. */
export function NotificationList(): ReactNode {
  const t = useTranslations('notification');
  const { notification } = useApi().activity;
  const client = useApiClient();
  const options = notification.list.infiniteQueryOptions(
    { limit: pageSize },
    {
      getNextPageParam: (page) => page.nextCursor,
      // Looked at anew at each visit; while it is open, only when the reader asks.
      staleTime: 0,
      refetchOnReconnect: false,
    },
  );
  const query = useInfiniteQuery(options);
  const { refresh, isRefreshing } = useRefresh(options.queryKey, () =>
    client.activity.notification.list.query({ limit: pageSize }),
  );
  const unreadCount = useUnreadQuery();
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isLooking = query.isLoading || query.isRefetching;
  const isMarked = useMarkRead(isLooking ? undefined : seenOf(query.data?.pages[0]), unreadCount);
  // All that is shown has been read, so what is unread is not shown.
  const isAllRead = isMarked || (items.length === 0 && !isLooking);
  const hasNews = unreadCount > 0 && isAllRead;

  if (!query.data) {
    return query.isError ? <QueryError query={query} /> : <NotificationSkeleton />;
  }
  return (
    <>
      <NewPostsPill text={hasNews ? t('new') : null} isBusy={isRefreshing} onPress={refresh} />
      <section id={postsId} tabIndex={-1} aria-label={t('title')} className="outline-none">
        {items.length === 0 && !query.hasNextPage ? (
          <EmptyState icon={<Bell />} title={t('emptyTitle')}>
            {t('emptyText')}
          </EmptyState>
        ) : (
          <>
            <ul>
              {items.map((entry) => (
                <NotificationRow key={entry.id} notification={entry} />
              ))}
            </ul>
            <ListEnd query={query} />
          </>
        )}
      </section>
    </>
  );
}

/** What the first page shows is read with all that stands behind it. */
function seenOf(page: NotificationPage | undefined): MarkReadInput | undefined {
  const until = page?.items
    .map(({ latestAt }) => latestAt)
    .toSorted()
    .at(-1);
  return page && until ? { until, asOf: page.asOf } : undefined;
}
