'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useApi } from '../../lib/api.ts';

/**
 * Marks what stands in the list as read, up to `newest`, once somebody looks at it. The rows keep the look of new ones
 * until the next visit, so that one can tell which they are. Gives whether that is done.
 */
export function useMarkRead(newest: string | undefined): boolean {
  const api = useApi();
  const queryClient = useQueryClient();
  const { mutate, data, variables } = useMutation(
    api.activity.notification.markRead.mutationOptions({
      onSuccess: (unread) =>
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), unread),
    }),
  );
  const mark = useEffectEvent((until: string): void => {
    if (document.visibilityState === 'visible') mutate({ until });
  });
  useEffect(() => {
    if (newest === undefined) return;
    const look = (): void => mark(newest);
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [newest]);
  return data !== undefined && variables.until === newest;
}
