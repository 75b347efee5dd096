'use client';

import { useIsStopped } from './use-is-stopped.ts';

/** Loads the page anew, with what could not come; without a connection it stays, and says so. */
export function useReload(): () => void {
  const isStopped = useIsStopped();
  return () => {
    if (!isStopped()) window.location.reload();
  };
}
