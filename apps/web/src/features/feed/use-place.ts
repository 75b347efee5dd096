'use client';

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type RefObject, useEffect, useLayoutEffect } from 'react';

const storageKey = 'place';
/** Further down it is not followed: that many pages are asked for one after another. */
const pagesMax = 5;
/** What is above stands behind the page's header. */
export const headerPx = 64;

/** The first item in view, and where it stood. */
type Place = { path: string; item: string; top: number };

/** Undefined until it was looked for, null when there is none or the reader is there. */
let place: Place | null | undefined;

/** After a reload the same item is under the eye: its page is fetched again, and it stands where it stood. */
export function usePlace(
  list: RefObject<HTMLElement | null>,
  query: UseInfiniteQueryResult<InfiniteData<unknown>, unknown>,
): void {
  useEffect(() => {
    const keep = (): void => keepPlace(list.current);
    const giveUp = (): void => {
      place = null;
    };
    window.addEventListener('pagehide', keep);
    // Who has begun to move is not moved.
    const moves = ['wheel', 'touchmove', 'keydown'];
    for (const move of moves) window.addEventListener(move, giveUp, { passive: true });
    return () => {
      window.removeEventListener('pagehide', keep);
      for (const move of moves) window.removeEventListener(move, giveUp);
    };
  }, [list]);

  const { data, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = query;
  // Before the paint: the top of the list does not flash up when the item is there.
  useLayoutEffect(() => {
    place = place === undefined ? takePlace() : place;
    if (!place || !data || isPlaceholderData) return;
    const item = list.current?.querySelector(`[data-item="${CSS.escape(place.item)}"]`);
    if (item) {
      window.scrollBy({ top: item.getBoundingClientRect().top - place.top, behavior: 'instant' });
      place = null;
    } else if (!hasNextPage || data.pages.length >= pagesMax) place = null;
    else if (!isFetching) void fetchNextPage();
  }, [list, data, hasNextPage, isFetching, isPlaceholderData, fetchNextPage]);
}

function keepPlace(list: HTMLElement | null): void {
  const item = findItemInView(list);
  try {
    sessionStorage.removeItem(storageKey);
    if (!item || window.scrollY === 0) return;
    const kept: Place = { path: pathOf(location), item: item.id, top: item.top };
    sessionStorage.setItem(storageKey, JSON.stringify(kept));
  } catch {
    // Storage may be full or switched off: the page begins at its top.
  }
}

/** The first item that is not all behind the header, and where it stands. */
export function findItemInView(list: HTMLElement | null): { id: string; top: number } | undefined {
  for (const item of list?.querySelectorAll<HTMLElement>('[data-item]') ?? []) {
    const { top, bottom } = item.getBoundingClientRect();
    const id = item.dataset['item'];
    if (bottom > headerPx && id !== undefined) return { id, top };
  }
  return undefined;
}

/** A feed in another order is another page. */
function pathOf({ pathname, search }: { pathname: string; search: string }): string {
  return pathname + search;
}

/** The place that was kept for this page, when the browser has come back to it. */
function takePlace(): Place | null {
  try {
    const [entry] = performance.getEntriesByType('navigation');
    // Only `keepPlace` writes it; null where nothing was kept.
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Place | null; // see above
    sessionStorage.removeItem(storageKey);
    if (!kept) return null;
    if (!(entry instanceof PerformanceNavigationTiming) || entry.type === 'navigate') return null;
    const isHere = kept.path === pathOf(location) && pathOf(new URL(entry.name)) === kept.path;
    return isHere ? kept : null;
  } catch {
    return null;
  }
}
