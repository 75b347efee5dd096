import type { UseInfiniteQueryResult } from '@tanstack/react-query';

type Failed = Pick<
  UseInfiniteQueryResult<unknown, unknown>,
  'isFetchNextPageError' | 'fetchNextPage' | 'refetch'
>;

/** Asks again for what could not be had of an endless list: the page that was to follow, or else what is shown. */
export function retryPages(query: Failed): void {
  void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch());
}
