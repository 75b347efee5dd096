'use client';

import type { Page } from '@dailyfeed/contract/page';
import {
  type QueryKey,
  useInfiniteQuery,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react';

import { failureOf } from '../../lib/failure.ts';
import { endPlace, type ListPage, onPlaceOver, pendingPlace, previousCursorOf } from './place.ts';

export type ListQuery<Data, Failure = unknown> = UseInfiniteQueryResult<Data, Failure> & {
  /** Forgets what is loaded and begins at the top. */
  beginAnew?: () => void;
};

/**
 * An endless list that begins where the reader was: at the page of what they were reading, with one request, and with
 * the pages above as they come near. What has gone from there meanwhile, such as a ranking, lets it begin at its top.
 */
export function useList<
  FirstPage extends Page<unknown> & Pick<ListPage, 'previousCursor'>,
  Failure,
  Data,
  Key extends QueryKey,
>(
  options: UseInfiniteQueryOptions<FirstPage, Failure, Data, Key, string | null>,
): ListQuery<Data, Failure> {
  const queryClient = useQueryClient();
  const cursor = usePendingCursor();
  const query = useInfiniteQuery({
    ...options,
    initialPageParam: cursor ?? options.initialPageParam,
    getPreviousPageParam: (first, _pages, firstCursor) => previousCursorOf(first, firstCursor),
  });
  const isLost = query.isError && failureOf(query.error).code === 'CURSOR_INVALID';
  useEffect(() => {
    if (isLost) endPlace();
  }, [isLost]);

  const beginAnew = (): void =>
    void queryClient.resetQueries({ queryKey: options.queryKey, exact: true });
  const isThere = query.data !== undefined && !query.isPlaceholderData;
  const giveUp = useEffectEvent(() => {
    if (!isThere) beginAnew();
  });
  const before = useRef(cursor);
  useEffect(() => {
    if (before.current !== null && cursor === null) giveUp();
    before.current = cursor;
  }, [cursor]);
  return { ...query, beginAnew };
}

/** The name of the page with the place that is still to be shown; null when that is the first. */
export function usePendingCursor(): string | null {
  return useSyncExternalStore(onPlaceOver, pendingCursor, pendingCursor);
}

function pendingCursor(): string | null {
  return pendingPlace()?.cursors.at(-1) ?? null;
}
