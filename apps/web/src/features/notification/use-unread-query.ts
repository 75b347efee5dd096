'use client';

import { useQuery } from '@tanstack/react-query';

import { useApi } from '../../lib/api.ts';
import { countPolling } from '../../lib/count-polling.ts';
import { useSession } from '../../lib/session.tsx';

/** Asks how many rows of notifications are not read; 0 while it is not known. What shows it asks `useUnreadCount`. */
export function useUnreadQuery({ isWanted = true } = {}): number {
  const { state } = useSession();
  const query = useQuery(
    useApi().activity.notification.unread.queryOptions(undefined, {
      enabled: state === 'member' && isWanted,
      ...countPolling,
    }),
  );
  return state === 'member' ? (query.data?.count ?? 0) : 0;
}
