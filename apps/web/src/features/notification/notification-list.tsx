'use client';

import type { MarkReadInput, NotificationPage } from '@dailyfeed/contract/notification';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { QueryError } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-edge.tsx';
import { NewPostsPill } from '../feed/new-posts-pill.tsx';
import { NotificationRow } from './notification-row.tsx';
import { NotificationSkeleton } from './notification-skeleton.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useUnreadQuery } from './use-unread-query.ts';

const pageSize = 20;

/** What the member is told, the latest first. What comes meanwhile waits behind a pill: nothing moves under the eye. */
export function NotificationList(): ReactNode {
  const t = useTranslations('notification');
  const query = useInfiniteQuery(
    useApi().activity.notification.list.infiniteQueryOptions(
      { limit: pageSize },
      {
        getNextPageParam: (page) => page.nextCursor,
        // Looked at anew at each visit; while it is open, only when the reader asks.
        staleTime: 0,
        refetchOnReconnect: false,
      },
    ),
  );
  const isMarked = useMarkRead(query.isFetching ? undefined : seenOf(query.data?.pages[0]));
  // All that is shown has been read, so what is unread is not shown.
  const hasNews = useUnreadQuery() > 0 && isMarked;

  if (!query.data) {
    return query.isError ? <QueryError query={query} /> : <NotificationSkeleton />;
  }
  const items = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <NewPostsPill
        text={hasNews ? t('new') : null}
        isBusy={query.isFetching}
        onPress={() => {
          window.scrollTo({ top: 0 });
          void query.refetch();
        }}
      />
      {items.length === 0 && !query.hasNextPage ? (
        <EmptyState icon={<Bell />} title={t('emptyTitle')}>
          {t('emptyText')}
        </EmptyState>
      ) : (
        <section aria-label={t('title')}>
          <ul>
            {items.map((notification) => (
              <NotificationRow key={notification.id} notification={notification} />
            ))}
          </ul>
          <ListEnd query={query} />
        </section>
      )}
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
