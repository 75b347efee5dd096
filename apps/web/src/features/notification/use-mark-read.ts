'use client';

import type { MarkReadInput } from '@dailyfeed/contract/notification';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';

import { useApi } from '../../lib/api.ts';

/**
 * Marks what stands in the list as read, as far as that was `seen`, once somebody looks at it. The rows keep the look of
 * new ones until the next visit, so that one can tell which they are. Gives whether that is done; where it fails it is
 * tried again when there is a connection again or another `unreadCount` is told.
 */
export function useMarkRead(seen: MarkReadInput | undefined, unreadCount: number): boolean {
  const { until, asOf } = seen ?? {};
  const api = useApi();
  const queryClient = useQueryClient();
  const { mutate, data, variables, isPending } = useMutation(
    api.activity.notification.markRead.mutationOptions({
      onSuccess: (unread) =>
        queryClient.setQueryData(api.activity.notification.unread.queryKey(), unread),
    }),
  );
  const isAsked = variables?.until === until && variables?.asOf === asOf;
  const isDone = isAsked && data !== undefined;
  const mark = useEffectEvent((input: MarkReadInput): void => {
    if (document.visibilityState === 'visible' && !(isAsked && isPending)) mutate(input);
  });
  useEffect(() => {
    if (until === undefined || isDone) return;
    const look = (): void => mark({ until, asOf });
    look();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', look);
    };
  }, [until, asOf, isDone, unreadCount]);
  return isDone;
}
