'use client';

import { useRef } from 'react';

/** What does not come with a new token either has another reason: it is not asked for again and again. */
const gapMs = 60_000;

/** Calls `ask` where something that needs a token does not come, and its token may have run out. */
export function useRenewal(ask: () => unknown): () => void {
  const askedAt = useRef(-gapMs);
  return () => {
    const now = performance.now();
    if (now - askedAt.current < gapMs) return;
    askedAt.current = now;
    void ask();
  };
}
