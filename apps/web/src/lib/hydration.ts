'use client';

import { useSyncExternalStore } from 'react';

/** False on the server and while what it wrote is taken over; what only the browser knows is asked from then on. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
