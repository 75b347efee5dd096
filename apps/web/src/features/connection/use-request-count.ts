'use client';

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { countPolling } from '../../lib/count-polling.ts';
import { useSession } from '../../lib/session.tsx';

/** How many members ask to follow the reader; 0 while it is not known. */
export function useRequestCount(): number {
  const { state } = useSession();
  const query = useQuery(
    useApi().member.follow.requestCount.queryOptions(undefined, {
      enabled: state === 'member',
      ...countPolling,
    }),
  );
  return state === 'member' ? (query.data?.count ?? 0) : 0;
}
