'use client';

import type { Post, PostPage } from '@dailyfeed/contract/post';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { EmptyState } from '../../ui/state.tsx';
import { feedOptions, pageSize } from './feed-options.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { PostList } from './post-list.tsx';
import { useFirstPage } from './use-first-page.ts';
import { useRefresh } from './use-refresh.ts';

const pollMs = 20_000;

/** Everybody's public posts, by their latest activity. `initial` is the first page as the server saw it for a visitor. */
export function RecentFeed({ initial }: { initial?: PostPage | undefined }): ReactNode {
  const t = useTranslations('feed');
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const options = api.timeline.feed.recent.infiniteQueryOptions(
    { limit: pageSize },
    { ...feedOptions, ...useFirstPage(initial) },
  );
  const query = useInfiniteQuery(options);

  const headOptions = api.timeline.feed.recent.queryOptions(
    { limit: 1 },
    {
      enabled: query.data !== undefined,
      refetchInterval: pollMs,
      refetchOnWindowFocus: true,
      staleTime: pollMs / 2,
      retry: false,
    },
  );
  const head = useQuery(headOptions);
  const { refresh, isRefreshing } = useRefresh(options.queryKey, async () => {
    const page = await client.timeline.feed.recent.query({ limit: pageSize });
    queryClient.setQueryData(headOptions.queryKey, page);
    return page;
  });
  const isFresh = hasNewer(head.data?.items[0], query.data?.pages[0]?.items[0]);

  return (
    <>
      <NewPostsPill
        text={isFresh ? t('freshPosts') : null}
        isBusy={isRefreshing}
        onPress={refresh}
      />
      <PostList
        query={query}
        label={t('posts')}
        empty={
          <EmptyState icon={<MessagesSquare />} title={t('recentEmptyTitle')}>
            {t('recentEmptyText')}
          </EmptyState>
        }
      />
    </>
  );
}

/** A post goes to the top when it is written or commented on. */
function hasNewer(newest: Post | undefined, shown: Post | undefined): boolean {
  if (!newest) return false;
  return newest.id !== shown?.id || newest.commentCount > shown.commentCount;
}
