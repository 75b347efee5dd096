import type { Page } from '@dailyfeed/contract/page';
import type { InfiniteData } from '@tanstack/react-query';

import { feedOptions } from '../feed/feed-options.ts';

/** Members of one page of followers or followings. */
export const followPageSize = 30;

type Shown = {
  state: { data?: InfiniteData<Page<unknown>> | undefined; isInvalidated: boolean };
};

/**
 * How followers and followings are kept. A visit asks who has come since, but not of a list that was read further: each
 * new follower moves everybody on to other pages, which would be drawn anew under the eye, and lose the focus. That one
 * is read again only where the reader has changed it.
 */
export const followOptions = {
  ...feedOptions,
  staleTime: 30_000,
  refetchOnMount: ({ state: { data, isInvalidated } }: Shown): boolean =>
    isInvalidated || (data?.pages.length ?? 0) <= 1,
};
