'use client';

import type { MarkReadInput, NotificationPage } from '@dailyfeed/contract/notification';
import {
  type InfiniteData,
  type QueryClient,
  type QueryFilters,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useApi } from '../../lib/api.ts';
import { mapItems, replaceIn, whereChanged } from '../../lib/map-items.ts';

type Pages = InfiniteData<NotificationPage, string | null>;

/**
 * Marks what stands in the list as read, as far as that was `seen`, once somebody looks at it. The rows keep the look of
 * new ones until the next visit, so that one can tell which they are. Gives whether that is done; where it fails it is
 * tried again when there is a connection again or another `unreadCount` is told.
 */
export function useMarkRead(seen: MarkReadInput | undefined, unreadCount: number): boolean {
  const { until, asOf } = seen ?? {};
  const api = useApi();
  const queryClient = useQueryClient();
  const lists = api.activity.notification.list.infiniteQueryFilter();
  const { mutate, data, variables, isPending } = useMutation(
    api.activity.notification.markRead.mutationOptions({
      onSuccess: (unread, marked) => {
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), unread);
        // The page may have been left meanwhile.
        showRead(queryClient, { ...lists, type: 'inactive' }, marked);
      },
    }),
  );
  const isAsked = variables?.until === until && variables?.asOf === asOf;
  const isDone = isAsked && data !== undefined;
  const mark = useEffectEvent((input: MarkReadInput): void => {
    if (document.visibilityState === 'visible' && !(isAsked && isPending)) mutate(input);
  });
  useEffect(() => {
    if (until === undefined || isDone) return;
    const look = (): void => mark({ until, asOf });
    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [until, asOf, isDone, unreadCount]);
  const leave = useEffectEvent(() => {
    if (isDone && seen) showRead(queryClient, lists, seen);
  });
  useEffect(() => () => leave(), []);
  return isDone;
}

/** What was marked looks read where a list is kept, which is not asked for as a whole at the next visit. */
function showRead(queryClient: QueryClient, lists: QueryFilters, marked: MarkReadInput): void {
  const { until, asOf } = marked;
  for (const list of queryClient.getQueryCache().findAll(lists)) {
    const { isInvalidated } = list.state;
    queryClient.setQueryData<Pages>(
      list.queryKey,
      whereChanged((pages: Pages) =>
        mapItems(pages, (items, page) =>
          // What was told after this is not marked, however long ago it happened.
          asOf && page.asOf > asOf
            ? items
            : replaceIn(items, (row) =>
                row.isRead || row.latestAt > until ? row : { ...row, isRead: true },
              ),
        ),
      ),
    );
    // What is written would count as asked for anew.
    if (isInvalidated) list.invalidate();
  }
}
