'use client';

import { useSyncExternalStore } from 'react';

const storageKey = 'shortcuts';
/** Until the page goes, where the browser keeps nothing. */
let isOnHere = true;

/** Whether single keys act as shortcuts; they do unless the reader turned them off in this browser. */
export function useShortcutsSetting(): { isOn: boolean; setOn: (isOn: boolean) => void } {
  const isOn = useSyncExternalStore(subscribe, readOn, () => true);
  return { isOn, setOn };
}

function readOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    // A reader who lets pages keep nothing.
    return isOnHere;
  }
}

function setOn(isOn: boolean): void {
  isOnHere = isOn;
  try {
    if (isOn) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // As in `readOn`.
  }
  // Browsers tell only the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: storageKey }));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
}
