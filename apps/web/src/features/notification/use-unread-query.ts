'use client';

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { useSession } from '../../lib/session.tsx';

/** The stream tells at once; this notices what it could not. */
const pollMs = 60_000;

/** Asks how many rows of notifications are not read; 0 while it is not known. What shows it asks `useUnreadCount`. */
export function useUnreadQuery(): number {
  const { state } = useSession();
  const query = useQuery(
    useApi().activity.notification.unread.queryOptions(undefined, {
      enabled: state === 'member',
      refetchInterval: pollMs,
      refetchOnWindowFocus: true,
      staleTime: 5_000,
      retry: false,
    }),
  );
  return state === 'member' ? (query.data?.count ?? 0) : 0;
}
