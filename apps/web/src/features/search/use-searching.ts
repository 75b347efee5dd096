'use client';

import { QueryClientContext } from '@tanstack/react-query';
import { use } from 'react';

import { ApiContext } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useGuardedRouter } from '../../lib/use-guarded-router.ts';
import type { SearchType } from './search-type.ts';

/** Goes to what is found for a query, as it is at this moment: nothing that an earlier search had found. */
export function useSearching(): (query: string, type?: SearchType) => void {
  const router = useGuardedRouter();
  const api = use(ApiContext);
  // Absent like the API, where a visitor reads.
  const queryClient = use(QueryClientContext);
  return (query, type = 'posts') => {
    const address = routes.search({ query, type });
    const isHere = location.pathname + location.search === address;
    const { posts, comments, members, tags } = api?.options.search.search ?? {};
    for (const procedure of [posts, comments, members, tags]) {
      if (!queryClient || !procedure) continue;
      const filter = procedure.pathFilter();
      if (isHere) void queryClient.resetQueries(filter);
      else queryClient.removeQueries({ ...filter, type: 'inactive' });
    }
    if (!isHere) router.push(address);
  };
}
