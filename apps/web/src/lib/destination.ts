'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** On `window`, with the address as its detail; the window's own address changes only once the page is there. */
export const setOutEvent = 'dailyfeed:set-out';

/** Where the reader last set out for within the site; null on the page they came in by. */
export function useDestination(): RefObject<string | null> {
  const destination = useRef<string | null>(null);
  useEffect(() => {
    const note = (event: Event): void => {
      if (event instanceof CustomEvent && typeof event.detail === 'string') {
        destination.current = event.detail;
      }
    };
    window.addEventListener(setOutEvent, note);
    return () => window.removeEventListener(setOutEvent, note);
  }, []);
  return destination;
}
