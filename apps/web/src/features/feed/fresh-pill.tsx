'use client';

import type { Post, PostPage } from '@dailyfeed/contract/post';
import {
  type QueryKey,
  type UseInfiniteQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import type { PostPages } from '../post/post-cache.ts';
import { pageSize } from './feed-options.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { useRefresh } from './use-refresh.ts';

const pollMs = 20_000;

/**
 * The pill above a feed that begins with what is newest: it looks from time to time whether there is something newer
 * than what is shown, and begins the feed anew when it is pressed.
 */
export function FreshPill(props: {
  feed: { key: QueryKey; query: UseInfiniteQueryResult<PostPages, unknown> };
  /** Of the newest post alone. */
  headKey: QueryKey;
  load: (limit: number) => Promise<PostPage>;
}): ReactNode {
  const { feed, headKey, load } = props;
  const t = useTranslations('feed');
  const queryClient = useQueryClient();
  const head = useQuery({
    queryKey: headKey,
    queryFn: () => load(1),
    enabled: feed.query.data !== undefined,
    refetchInterval: pollMs,
    refetchOnWindowFocus: true,
    staleTime: pollMs / 2,
    retry: false,
  });
  const { refresh, isRefreshing } = useRefresh(feed.key, async () => {
    const page = await load(pageSize);
    queryClient.setQueryData(headKey, page);
    return page;
  });
  const isFresh = hasNewer(head.data?.items[0], feed.query.data?.pages[0]?.items[0]);
  return (
    <NewPostsPill text={isFresh ? t('freshPosts') : null} isBusy={isRefreshing} onPress={refresh} />
  );
}

/** A post goes to the top when it is written or, in some feeds, commented on. */
function hasNewer(newest: Post | undefined, shown: Post | undefined): boolean {
  if (!newest) return false;
  return newest.id !== shown?.id || newest.commentCount > shown.commentCount;
}
