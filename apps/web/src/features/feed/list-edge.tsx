'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { Button } from '../../ui/button.tsx';
import { EndOfList, ErrorState, LoadingMore } from '../../ui/state.tsx';
import type { ListQuery } from './use-list.ts';

// Far enough ahead that a reader at normal speed does not meet the edge.
const aheadPx = 1200;

type Query = ListQuery<unknown>;

/** The head of a list that begins in its middle: what stands above comes when the reader comes near. */
export function ListStart({ query }: { query: Query }): ReactNode {
  const { hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError } = query;
  if (!hasPreviousPage) return null;
  return (
    <ListEdge
      query={query}
      isLoading={isFetchingPreviousPage}
      hasFailed={isFetchPreviousPageError}
      load={() => void query.fetchPreviousPage({ cancelRefetch: false })}
    />
  );
}

/** The foot of an endless list. */
export function ListEnd(props: {
  query: Query;
  /** Whether nothing follows, where the query cannot tell. */
  isEnd?: boolean;
}): ReactNode {
  const { query, isEnd = !query.hasNextPage } = props;
  const { isFetchingNextPage, isFetchNextPageError } = query;
  if (isEnd) return <EndOfList />;
  return (
    <ListEdge
      query={query}
      isLoading={isFetchingNextPage}
      hasFailed={isFetchNextPageError}
      load={() => void query.fetchNextPage({ cancelRefetch: false })}
    />
  );
}

/** Loads on by itself when it comes near, and by its button for everybody else. */
function ListEdge(props: {
  query: Query;
  isLoading: boolean;
  hasFailed: boolean;
  load: () => void;
}): ReactNode {
  const { query, isLoading, hasFailed, load } = props;
  const t = useTranslations('feed');
  // One page at a time; and what only holds the place of a list has nothing to go on from.
  const canLoad = !query.isFetching && !hasFailed && !query.isPlaceholderData;
  const edge = useRef<HTMLDivElement>(null);
  const loadMore = useEffectEvent(load);

  useEffect(() => {
    if (!canLoad || !edge.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) loadMore();
      },
      { rootMargin: `${aheadPx}px 0px` },
    );
    observer.observe(edge.current);
    return () => observer.disconnect();
  }, [canLoad]);

  useEffect(() => {
    if (!hasFailed) return;
    const listener = (): void => loadMore();
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  }, [hasFailed]);

  if (hasFailed && failureOf(query.error).code === 'CURSOR_INVALID') {
    // What was kept for this list has gone: asked for the same again, the service could say nothing else.
    return (
      <ErrorState
        error={query.error}
        onRetry={query.beginAnew ?? (() => void query.refetch())}
        retryText={t('reloadList')}
      />
    );
  }
  if (hasFailed) return <ErrorState error={query.error} onRetry={load} isRetrying={isLoading} />;
  return (
    <div ref={edge} className="grid min-h-20 place-items-center">
      {isLoading || query.isRefetching ? (
        <LoadingMore />
      ) : (
        <Button look="quiet" size="s" onClick={load}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}
