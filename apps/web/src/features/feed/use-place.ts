'use client';

import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect } from 'react';

import { putBack } from './hold-still.tsx';
import { endPlace, keepPlace, type ListPages, pendingPlace } from './place.ts';

/** A place on the first page is looked for in that many: newer items may have moved it on. */
const searchPagesMax = 5;
/** A page below the one with the place gives it room to stand where it stood; a second one where it is short. */
const roomPagesMax = 3;

/** After a reload the same item is under the eye, where it stood. */
export function usePlace(
  list: RefObject<HTMLElement | null>,
  query: UseInfiniteQueryResult<ListPages, unknown>,
  onSettled: (startPx: number) => void,
): void {
  const keep = useEffectEvent(() => keepPlace(list.current, query.data));
  useEffect(() => {
    const leave = (): void => keep();
    window.addEventListener('pagehide', leave);
    // Who has begun to move is not moved.
    const moves = ['wheel', 'touchmove', 'keydown', 'pointerdown', 'popstate'];
    for (const move of moves) window.addEventListener(move, endPlace, { passive: true });
    return () => {
      window.removeEventListener('pagehide', leave);
      for (const move of moves) window.removeEventListener(move, endPlace);
    };
  }, []);

  const settle = useEffectEvent(onSettled);
  const { data, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = query;
  // Before the paint: the top of the list does not flash up when the item is there.
  useLayoutEffect(() => {
    const place = pendingPlace();
    if (!place || !data || isPlaceholderData) return;
    const item = findItem(list.current, place.items);
    const isThere = item && list.current ? putBack(list.current, item, settle) : undefined;
    const pagesMax =
      isThere === false ? roomPagesMax : place.cursors.length > 0 ? 0 : searchPagesMax;
    if (isThere === true || !hasNextPage || data.pages.length >= pagesMax) endPlace();
    else if (!isFetching) void fetchNextPage({ cancelRefetch: false });
  }, [list, data, hasNextPage, isFetching, isPlaceholderData, fetchNextPage]);
}

function findItem(
  list: HTMLElement | null,
  items: { id: string; top: number }[],
): { element: Element; top: number } | undefined {
  for (const { id, top } of items) {
    const element = list?.querySelector(`[data-item="${CSS.escape(id)}"]`);
    if (element) return { element, top };
  }
  return undefined;
}
