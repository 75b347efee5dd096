'use client';

import type { Page } from '@dailyfeed/contract/page';
import type { Post } from '@dailyfeed/contract/post';
import {
  type QueryKey,
  type UseInfiniteQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { feedHeadsKey, type PagesOf } from '../post/post-cache.ts';
import { pageSize } from './feed-options.ts';
import { differs, type FeedOrder, orders } from './feed-order.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { useRefresh } from './use-refresh.ts';

/**
 * The pill above a feed: it looks from time to time whether something else stands on top than what is shown, and begins
 * the feed anew when it is pressed.
 */
export function FreshPill<P extends Post>(props: {
  feed: { key: QueryKey; query: UseInfiniteQueryResult<PagesOf<P>, unknown> };
  order: FeedOrder;
  load: (limit: number) => Promise<Page<P>>;
}): ReactNode {
  const { feed, order, load } = props;
  const { data, isPlaceholderData } = feed.query;
  const { pollMs, headSize } = orders[order];
  const t = useTranslations('feed');
  const queryClient = useQueryClient();
  const headKey = [...feedHeadsKey, ...feed.key];
  const head = useQuery({
    queryKey: headKey,
    queryFn: async () => (await load(headSize)).items,
    enabled: data !== undefined && !isPlaceholderData,
    // A ranking that has just been loaded is the newest there is.
    ...(order === 'ranked' && {
      initialData: () => data?.pages[0]?.items.slice(0, headSize),
      initialDataUpdatedAt: feed.query.dataUpdatedAt,
    }),
    refetchInterval: pollMs,
    refetchOnWindowFocus: true,
    // Who comes back to a ranking is not told of another one any sooner.
    staleTime: order === 'ranked' ? pollMs : pollMs / 2,
    retry: false,
  });
  const { refresh, isRefreshing } = useRefresh(feed.key, async () => {
    const page = await load(pageSize);
    queryClient.setQueryData(headKey, page.items.slice(0, headSize));
    return page;
  });
  const isFresh = data !== undefined && head.data !== undefined && differs(head.data, data, order);
  const text = order === 'ranked' ? t('newOrder') : t('freshPosts');
  return <NewPostsPill text={isFresh ? text : null} isBusy={isRefreshing} onPress={refresh} />;
}
