import type { PostPage } from '@dailyfeed/contract/post';

import type { PostPages } from '../post/post-cache.ts';

export const pageSize = 20;

/**
 * How every feed is kept: nothing reloads it by itself, since that would move what is being read, or lose the place
 * of someone who comes back; only a feed without posts looks again.
 */
export const feedOptions = {
  getNextPageParam: (page: PostPage): string | null => page.nextCursor,
  staleTime: Infinity,
  refetchOnReconnect: false,
  refetchOnMount: (query: { state: { data?: PostPages | undefined } }): boolean =>
    query.state.data?.pages.every((page) => page.items.length === 0) ?? true,
};
