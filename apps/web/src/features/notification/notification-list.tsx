'use client';

import type {
  MarkReadInput,
  Notification,
  NotificationPage,
} from '@dailyfeed/contract/notification';
import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { pageSize, visitedOptions } from '../feed/feed-options.ts';
import { ItemList } from '../feed/item-list.tsx';
import { NewPostsPill } from '../feed/new-posts-pill.tsx';
import { useList } from '../feed/use-list.ts';
import { useVisit } from '../feed/use-visit.ts';
import { NotificationRow } from './notification-row.tsx';
import { NotificationSkeleton } from './notification-skeleton.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useUnreadQuery } from './use-unread-query.ts';

/** What the member is told, the latest first. What comes meanwhile waits behind a pill: nothing moves under the eye. */
export function NotificationList(): ReactNode {
  const t = useTranslations('notification');
  const { notification } = useApi().activity;
  const client = useApiClient();
  const options = notification.list.infiniteQueryOptions({ limit: pageSize }, visitedOptions);
  const query = useList(options);
  const visit = useVisit({ key: options.queryKey, query }, () =>
    client.activity.notification.list.query({ limit: pageSize }),
  );
  const unreadCount = useUnreadQuery();
  const pages = query.data?.pages;
  const isEmpty = pages?.every(({ items }) => items.length === 0) ?? false;
  const isMarked = useMarkRead(visit.isLooking ? undefined : seenOf(pages?.[0]), unreadCount);
  // All that is shown has been read, so what is unread is not shown.
  const isAllRead = isMarked || (isEmpty && !visit.isLooking);
  const hasNews = visit.hasNews || (unreadCount > 0 && isAllRead);
  return (
    <>
      <NewPostsPill
        text={hasNews ? t('new') : null}
        isBusy={visit.isRefreshing}
        onPress={visit.refresh}
      />
      <ItemList
        query={query}
        label={t('title')}
        empty={
          <EmptyState icon={<Bell />} title={t('emptyTitle')}>
            {t('emptyText')}
          </EmptyState>
        }
        waiting={<NotificationSkeleton />}
      >
        {drawNotification}
      </ItemList>
    </>
  );
}

function drawNotification(notification: Notification): ReactNode {
  return <NotificationRow notification={notification} />;
}

/** What the first page shows is read with all that stands behind it. */
function seenOf(page: NotificationPage | undefined): MarkReadInput | undefined {
  const until = page?.items
    .map(({ latestAt }) => latestAt)
    .toSorted()
    .at(-1);
  return page && until ? { until, asOf: page.asOf } : undefined;
}
