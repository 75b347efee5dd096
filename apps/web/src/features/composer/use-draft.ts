'use client';

import { useCallback, useSyncExternalStore } from 'react';

import { createDraftStore } from './draft-store.ts';
import { type Draft, isInterrupted } from './draft.ts';

const drafts = createDraftStore(() => localStorage);

type DraftInSlot = {
  draft: Draft;
  /** As it is at this moment: the page may be a render behind. */
  latestDraft: () => Draft;
  setDraft: (change: (draft: Draft) => Draft | null) => void;
};

/**
 * The draft of one slot (or `start`, when none was kept), kept in this browser over reloads and log-ins, and the same in
 * all of its tabs. For parts of a page that only the browser draws.
 */
export function useDraft(slot: string, start: Draft): DraftInSlot {
  const subscribe = useCallback(
    (listener: () => void) => {
      const stop = drafts.subscribe(slot, listener);
      // Browsers tell the other tabs; a page that comes back from the browser's cache was told nothing.
      window.addEventListener('storage', listener);
      window.addEventListener('pageshow', listener);
      return () => {
        stop();
        window.removeEventListener('storage', listener);
        window.removeEventListener('pageshow', listener);
      };
    },
    [slot],
  );
  const kept = useSyncExternalStore(
    subscribe,
    () => drafts.read(slot),
    () => undefined,
  );
  const latestDraft = useCallback(() => drafts.read(slot) ?? start, [slot, start]);
  const setDraft = useCallback(
    // At once, and also where the page has been left meanwhile.
    (change: (draft: Draft) => Draft | null) => drafts.change(slot, change, start),
    [slot, start],
  );
  return { draft: kept ?? start, latestDraft, setDraft };
}

/** Whether a session has ended under what a slot holds, not long ago. */
export function isSlotInterrupted(slot: string): boolean {
  const draft = drafts.read(slot);
  return draft !== undefined && isInterrupted(draft, Date.now());
}
