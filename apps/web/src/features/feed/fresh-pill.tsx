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

import { feedHeadsKey, type PagesOf, type PostPages } from '../post/post-cache.ts';
import { pageSize } from './feed-options.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { isAtTop, newestOf } from './place.ts';
import { useRefresh } from './use-refresh.ts';

/** Ranks change all the time: who reads a ranking is not told of each change, and only of what stands on top. */
const orders = {
  newest: { pollMs: 20_000, headSize: 1 },
  ranked: { pollMs: 5 * 60_000, headSize: 3 },
} as const;

/**
 * The pill above a feed: it looks from time to time whether something else stands on top than what is shown, and begins
 * the feed anew when it is pressed.
 */
export function FreshPill<P extends Post>(props: {
  feed: { key: QueryKey; query: UseInfiniteQueryResult<PagesOf<P>, unknown> };
  order: keyof typeof orders;
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

function differs(head: Post[], data: PostPages, order: keyof typeof orders): boolean {
  const [newest] = head;
  if (!newest) return false;
  // Of a list that begins in its middle no more is known than what stood on top of it.
  if (!isAtTop(data)) return newest.id !== newestOf(data);
  const { items: shown = [], insertedIds = [] } = data.pages[0] ?? {};
  if (order === 'ranked') return head.some(({ id }, rank) => id !== shown[rank]?.id);
  const known = shown.find(({ id }) => id === newest.id);
  const isOnTop = newest.id === newestOf(data) || insertedIds.includes(newest.id);
  // A post goes to the top when it is written or, in some feeds, commented on.
  return !known || !isOnTop || newest.commentCount > known.commentCount;
}
