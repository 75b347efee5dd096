'use client';

import { useCallback, useEffect, useRef } from 'react';

import { toast } from '../../ui/toaster.tsx';

/** What has stood on a page for less than this was hardly read. */
const readMs = 1000;

/**
 * Says in a toast what a form has to say when it has gone, or goes before it can have been read there; null: that no
 * longer holds.
 */
export function useUntold(): (text: string | null) => void {
  const isThere = useRef(true);
  const last = useRef<{ text: string; at: number } | null>(null);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
      const said = last.current;
      if (said && Date.now() - said.at < readMs) toast.error(said.text);
    };
  }, []);
  return useCallback((text) => {
    if (isThere.current) last.current = text === null ? null : { text, at: Date.now() };
    else if (text !== null) toast.error(text);
  }, []);
}
