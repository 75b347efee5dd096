import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

export const pageSize = 20;

type Kept = {
  state: { data?: InfiniteData<Page<unknown>> | undefined; isInvalidated: boolean };
};

/**
 * How every feed is kept: nothing reloads it by itself, since that would move what is being read, or lose the place
 * of someone who comes back; only a feed without posts looks again.
 */
export const feedOptions = {
  getNextPageParam: (page: Page<unknown>): string | null => page.nextCursor,
  staleTime: Infinity,
  refetchOnReconnect: false,
  refetchOnMount: ({ state }: Kept): boolean =>
    state.data?.pages.every((page) => page.items.length === 0) ?? true,
};

/** What is liked, kept or commented on anywhere else is missing here until it is asked for again, so a visit asks. */
export const markedOptions = { ...feedOptions, staleTime: 0, refetchOnMount: true };

/**
 * How lists are kept of which a visit asks what has come since. It does not ask for one that was read further: that would
 * take a request for each page, move everything on to other pages, which would be drawn anew under the eye, and lose the
 * focus. That one is read again only where the reader has changed it; `useVisit` tells what stands on top of it, and of one
 * that begins in its middle.
 */
export const visitedOptions = {
  ...feedOptions,
  staleTime: 0,
  refetchOnMount: ({ state: { data, isInvalidated } }: Kept): boolean =>
    isInvalidated || (data?.pages.length ?? 0) <= 1,
};
