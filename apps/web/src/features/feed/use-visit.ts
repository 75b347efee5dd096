'use client';

import {
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';

import { itemsOf } from '../post/post-cache.ts';
import { isAtTop, type ListPage, type ListPages, newestOf, pendingPlace } from './place.ts';
import { replacePages } from './replace-pages.ts';
import { postsId } from './skip-to-posts.tsx';
import { useRefresh } from './use-refresh.ts';

/**
 * What a visit asks of a list that was read further (`visitedOptions`), or that begins in its middle: only what stands
 * on top. Who begins there is shown that, and the rest anew as they come to it. Who comes back to a place further down,
 * or has the focus in the list, finds it as they left it, and the news behind a pill.
 */
export function useVisit<FirstPage extends ListPage>(
  list: {
    key: QueryKey;
    query: UseInfiniteQueryResult<InfiniteData<FirstPage, string | null>, unknown>;
  },
  loadFirstPage: () => Promise<FirstPage>,
): {
  /** Whether what the visit asks for is on its way. */
  isLooking: boolean;
  hasNews: boolean;
  refresh: () => void;
  isRefreshing: boolean;
} {
  const { key, query } = list;
  const queryClient = useQueryClient();
  const [isLong] = useState(() => (query.data?.pages.length ?? 0) > 1);
  const isBegunBelow = (query.data?.pageParams[0] ?? null) !== null;
  const topKey = topKeyOf(key);
  const top = useQuery({
    queryKey: topKey,
    queryFn: async ({ signal }) => {
      const page = await loadFirstPage();
      if (!signal.aborted && isNothingRead()) {
        await replacePages(queryClient, key, { pages: [page], pageParams: [null] });
      }
      // Told apart now: the list may lose what stands on top of it while it is open.
      return findNews(page, queryClient.getQueryData<ListPages>(key));
    },
    enabled: isLong || isBegunBelow,
    staleTime: Infinity,
    // The next visit asks for itself.
    gcTime: 0,
  });
  const newsId = top.data ?? null;
  const hasNews =
    newsId !== null &&
    query.data !== undefined &&
    isAtTop(query.data) &&
    itemsOf(query.data).every(({ id }) => id !== newsId);
  const refreshing = useRefresh(key, async () => {
    const page = await loadFirstPage();
    queryClient.setQueryData(topKey, null);
    return page;
  });
  return {
    isLooking: query.isLoading || query.isRefetching || top.isFetching,
    hasNews,
    ...refreshing,
  };
}

/** Names what a visit asks of a list, or of several. */
export function topKeyOf(key: QueryKey): QueryKey {
  return ['top', ...key];
}

/** What stands on top of a list, where its reader has not had it. */
function findNews({ items: [first] }: ListPage, shown: ListPages | undefined): string | null {
  if (!first || !shown || newestOf(shown) === first.id) return null;
  return itemsOf(shown).some(({ id }) => id === first.id) ? null : first.id;
}

/** Where nothing is read that could move. */
function isNothingRead(): boolean {
  const list = document.querySelector(`#${postsId}`);
  return (
    pendingPlace() === null &&
    window.scrollY === 0 &&
    list?.contains(document.activeElement) !== true
  );
}
