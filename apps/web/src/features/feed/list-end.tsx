'use client';

import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { EndOfList, ErrorState, LoadingMore } from '../../ui/state.tsx';

// Far enough ahead that a reader at normal speed does not meet the end.
const aheadPx = 1200;

/** The foot of an endless list: loads on by itself when it comes near, and by its button for everybody else. */
export function ListEnd({ query }: { query: UseInfiniteQueryResult<unknown, unknown> }): ReactNode {
  const t = useTranslations('feed');
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isRefetching } = query;
  // What only holds the place of a list has nothing to go on from.
  const canLoad =
    hasNextPage && !query.isFetching && !isFetchNextPageError && !query.isPlaceholderData;
  const foot = useRef<HTMLDivElement>(null);
  const loadMore = useEffectEvent(() => void query.fetchNextPage());

  useEffect(() => {
    if (!canLoad || !foot.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) loadMore();
      },
      { rootMargin: `${aheadPx}px 0px` },
    );
    observer.observe(foot.current);
    return () => observer.disconnect();
  }, [canLoad]);

  useEffect(() => {
    if (!isFetchNextPageError) return;
    const listener = (): void => loadMore();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [isFetchNextPageError]);

  if (isFetchNextPageError && failureOf(query.error).code === 'CURSOR_INVALID') {
    // What was kept for this list has gone: asked for the same again, the service could say nothing else.
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        retryText={t('reloadList')}
      />
    );
  }
  if (isFetchNextPageError) {
    return (
      <ErrorState
        error={query.error}
        onRetry={() => void query.fetchNextPage()}
        isRetrying={isFetchingNextPage}
      />
    );
  }
  if (!hasNextPage) return <EndOfList />;
  return (
    <div ref={foot} className="grid min-h-20 place-items-center">
      {isFetchingNextPage || isRefetching ? (
        <LoadingMore />
      ) : (
        <Button look="quiet" size="s" onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}
