'use client';

import type { Trends } from '@dailyfeed/contract/search';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';

/** The service counts anew about as often. */
const staleTimeMs = 5 * 60_000;

/** Tags that are used more than they usually are. */
export function useTrends(): UseQueryResult<Trends, unknown> {
  return useQuery(
    useApi().search.search.trends.queryOptions(undefined, { staleTime: staleTimeMs }),
  );
}
