'use client';

import type { MarkReadInput } from '@dailyfeed/contract/notification';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useApi } from '../../lib/api.ts';

/**
 * Marks what stands in the list as read, as far as that was `seen`, once somebody looks at it. The rows keep the look of
 * new ones until the next visit, so that one can tell which they are. Gives whether that is done.
 */
export function useMarkRead(seen: MarkReadInput | undefined): boolean {
  const { until, asOf } = seen ?? {};
  const api = useApi();
  const queryClient = useQueryClient();
  const { mutate, data, variables } = useMutation(
    api.activity.notification.markRead.mutationOptions({
      onSuccess: (unread) =>
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), unread),
    }),
  );
  const mark = useEffectEvent((input: MarkReadInput): void => {
    if (document.visibilityState === 'visible') mutate(input);
  });
  useEffect(() => {
    if (until === undefined) return;
    const look = (): void => mark({ until, asOf });
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [until, asOf]);
  return data !== undefined && variables.until === until && variables.asOf === asOf;
}
