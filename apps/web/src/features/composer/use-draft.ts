'use client';

import { useState } from 'react';

import { type Draft, readDraft, writeDraft } from './draft.ts';

/**
 * The draft of one slot (or `start`, when none was kept), kept in this browser over reloads and log-ins. For parts of
 * a page that only the browser draws; another slot needs another `key`.
 */
export function useDraft(slot: string, start: string): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => {
    const kept = readDraft(localStorage, slot);
    return kept.text === '' ? { text: start, attempt: null } : kept;
  });
  function keepDraft(next: Draft): void {
    writeDraft(localStorage, slot, next);
    setDraft(next);
  }
  return [draft, keepDraft];
}
