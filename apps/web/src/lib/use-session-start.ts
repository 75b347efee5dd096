'use client';

import { useQuery, type UseQueryResult } from '@tanstack/react-query';

import { useSession, useSessionActions } from './session.tsx';

/** The restoring of the session as something that can fail and be tried again, for what only members see. */
export function useSessionStart(): UseQueryResult<string, unknown> {
  const session = useSessionActions();
  const { state } = useSession();
  return useQuery({
    queryKey: ['session', 'start'],
    queryFn: () => session.start(),
    enabled: state === 'unknown',
    refetchOnReconnect: true,
    gcTime: 0,
  });
}
