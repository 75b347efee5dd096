'use client';

import type { Page } from '@dailyfeed/contract/page';
import {
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';

import { itemsOf } from '../post/post-cache.ts';
import { replacePages } from './replace-pages.ts';
import { postsId } from './skip-to-posts.tsx';
import { useRefresh } from './use-refresh.ts';

type Item = { id: string };

/**
 * What a visit asks of a list that was read further (`visitedOptions`): only what stands on top. Who begins there is
 * shown that, and the rest anew as they come to it. Who comes back to a place further down, or has the focus in the list,
 * finds it as they left it, and the news behind a pill.
 */
export function useVisit<FirstPage extends Page<Item>>(
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
  const topKey = ['top', ...key];
  const top = useQuery({
    queryKey: topKey,
    queryFn: async ({ signal }) => {
      const page = await loadFirstPage();
      if (!signal.aborted && isAtTop()) {
        await replacePages(queryClient, key, { pages: [page], pageParams: [null] });
      }
      return page;
    },
    enabled: isLong,
    staleTime: Infinity,
    // The next visit asks for itself.
    gcTime: 0,
  });
  const first = top.data?.items[0];
  const hasNews =
    first !== undefined &&
    query.data !== undefined &&
    itemsOf(query.data).every(({ id }) => id !== first.id);
  const refreshing = useRefresh(key, async () => {
    const page = await loadFirstPage();
    queryClient.setQueryData(topKey, page);
    return page;
  });
  return {
    isLooking: query.isLoading || query.isRefetching || top.isFetching,
    hasNews,
    ...refreshing,
  };
}

/** Where nothing is read that could move. */
function isAtTop(): boolean {
  const list = document.querySelector(`#${postsId}`);
  return window.scrollY === 0 && list?.contains(document.activeElement) !== true;
}
