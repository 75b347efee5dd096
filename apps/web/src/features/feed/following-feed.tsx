'use client';

import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi, useApiClient, useFirstFeed } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/state.tsx';
import { headOf, type PostPages } from '../post/post-cache.ts';
import { feedOptions, pageSize } from './feed-options.ts';
import { NewPostsPill } from './new-posts-pill.tsx';
import { PostList } from './post-list.tsx';
import { useList } from './use-list.ts';
import { useMarker } from './use-marker.ts';
import { useRefresh } from './use-refresh.ts';

/** The stream tells at once; this notices what was not told while Redis or a service was away. */
const pollMs = 30_000;
/** The service counts no further. */
const newCountMax = 100;

/** Posts of those the member follows, newest first; newer ones wait behind a pill. */
export function FollowingFeed(): ReactNode {
  const t = useTranslations('feed');
  const api = useApi();
  const client = useApiClient();
  const isMember = useSession().state === 'member';
  const options = api.timeline.feed.following.infiniteQueryOptions(
    { limit: pageSize, sort: 'newest' },
    { ...feedOptions, enabled: isMember },
  );
  const firstFeed = useFirstFeed();
  const loadPage = (cursor?: string | null) =>
    client.timeline.feed.following.query({ limit: pageSize, sort: 'newest', cursor });
  const query = useList({
    ...options,
    queryFn: async ({ pageParam }) => {
      // Taken by whatever is asked for first: a list that begins at its top later has to be asked for then.
      const first = firstFeed.take();
      return (!pageParam && (await first)) || loadPage(pageParam);
    },
  });
  const { refresh, isRefreshing } = useRefresh(options.queryKey, () => loadPage());
  const newCount = useNewCount(query.data, isMember);
  const { canContinue, isGoing, goOn } = useMarker({
    key: options.queryKey,
    data: query.data,
    load: loadPage,
  });

  const newText = pillText(query.data !== undefined && query.isStale);
  return (
    <>
      {newText === null && canContinue ? (
        <NewPostsPill text={t('continue')} isBusy={isGoing} onPress={goOn} />
      ) : (
        <NewPostsPill text={newText} isBusy={isRefreshing} onPress={refresh} />
      )}
      <PostList
        query={query}
        label={t('posts')}
        empty={
          <EmptyState icon={<Users />} title={t('followingEmptyTitle')}>
            <p>{t('followingEmptyText')}</p>
            <Link href={routes.recent()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
              {t('followingEmptyAction')}
            </Link>
          </EmptyState>
        }
      />
    </>
  );

  /** `hasChanged`: the member has begun or ceased to follow someone, which may change any part of the feed. */
  function pillText(hasChanged: boolean): string | null {
    if (newCount >= newCountMax) return t('manyNewPosts', { count: newCountMax });
    if (newCount > 0) return t('newPosts', { count: newCount });
    return hasChanged ? t('freshPosts') : null;
  }
}

/** How many posts stand above those shown; asked again while the page is looked at. */
function useNewCount(data: PostPages | undefined, isMember: boolean): number {
  const api = useApi();
  const { since, insertedCount } = data ? headOf(data) : { since: null, insertedCount: 0 };
  const head = useQuery(
    api.timeline.feed.head.queryOptions(
      { since },
      {
        enabled: isMember && data !== undefined,
        refetchInterval: pollMs,
        refetchOnWindowFocus: true,
        staleTime: 2_000,
        // The next poll comes soon enough.
        retry: false,
      },
    ),
  );
  return Math.max(0, (head.data?.newCount ?? 0) - insertedCount);
}
