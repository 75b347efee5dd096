'use client';

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';

/** A request comes with a notification, of which the stream tells at once; this notices what it could not. */
const pollMs = 60_000;

/** How many members ask to follow the reader; 0 while it is not known. */
export function useRequestCount(): number {
  const { state } = useSession();
  const query = useQuery(
    useApi().member.follow.requestCount.queryOptions(undefined, {
      enabled: state === 'member',
      refetchInterval: pollMs,
      refetchOnWindowFocus: true,
      staleTime: 5_000,
      retry: false,
    }),
  );
  return state === 'member' ? (query.data?.count ?? 0) : 0;
}
