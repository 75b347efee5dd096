'use client';

import { useSyncExternalStore } from 'react';

/** `--breakpoint-desk` of `app/globals.css`. */
const desk = '(min-width: 70rem)';

/** Whether there is room beside the content; false on the server and while what it wrote is taken over. */
export function useIsDesk(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(desk).matches,
    () => false,
  );
}

function subscribe(listener: () => void): () => void {
  const query = matchMedia(desk);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
