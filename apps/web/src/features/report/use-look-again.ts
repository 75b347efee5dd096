'use client';

import type { Hiding } from '@dailyfeed/contract/hiding';
import { useQueryClient } from '@tanstack/react-query';

import { isPassing } from '../../lib/failure.ts';

/** What an edit mends is mended within seconds; after half a minute it is not. */
const everyMs = 2000;
const looksMax = 15;

type Edited = { id: string; version: number; hiding: Hiding | null };

/**
 * After an edit of what is hidden looks for a while, by `look`, whether others see it again, also once the form has
 * gone. What an admin has hidden no edit brings back.
 */
export function useLookAgain(): (edited: Edited, look: () => Promise<Hiding | null>) => void {
  const queryClient = useQueryClient();
  return ({ id, version, hiding }, look) => {
    if (hiding?.by !== 'screening') return;
    void queryClient.prefetchQuery({
      queryKey: ['look again', id, version],
      queryFn: async () => {
        if (await look()) throw new StillHidden();
        return true;
      },
      retry: (failures, error) =>
        failures < looksMax && (error instanceof StillHidden || isPassing(error)),
      retryDelay: everyMs,
      gcTime: 0,
    });
  };
}

class StillHidden extends Error {}
