import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

export const pageSize = 20;

/**
 * How every feed is kept: nothing reloads it by itself, since that would move what is being read, or lose the place
 * of someone who comes back; only a feed without posts looks again.
 */
export const feedOptions = {
  getNextPageParam: (page: Page<unknown>): string | null => page.nextCursor,
  staleTime: Infinity,
  refetchOnReconnect: false,
  refetchOnMount: (query: { state: { data?: InfiniteData<Page<unknown>> | undefined } }): boolean =>
    query.state.data?.pages.every((page) => page.items.length === 0) ?? true,
};

/** What is liked, kept or commented on anywhere else is missing here until it is asked for again, so a visit asks. */
export const markedOptions = { ...feedOptions, staleTime: 0, refetchOnMount: true };
