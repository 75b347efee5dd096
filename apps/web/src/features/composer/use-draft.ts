'use client';

import { useCallback, useRef, useState } from 'react';

import { type Draft, emptyDraft, isEmpty, readDraft, writeDraft } from './draft.ts';

/**
 * The draft of one slot (or `start`, when none was kept), kept in this browser over reloads and log-ins. For parts of
 * a page that only the browser draws; another slot needs another `key`.
 */
export function useDraft(
  slot: string,
  start: Pick<Draft, 'text' | 'warning' | 'images'>,
): [Draft, (change: (draft: Draft) => Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = readDraft(localStorage, slot);
    return isEmpty(kept) ? { ...emptyDraft, ...start } : kept;
  });
  const latest = useRef(draft);
  const keepDraft = useCallback(
    (change: (draft: Draft) => Draft) => {
      latest.current = change(latest.current);
      // At once, and also where the page has been left meanwhile.
      writeDraft(localStorage, slot, latest.current);
      setDraft(latest.current);
    },
    [slot],
  );
  return [draft, keepDraft];
}
