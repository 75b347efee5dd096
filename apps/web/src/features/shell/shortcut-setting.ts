'use client';

import { useSyncExternalStore } from 'react';

const storageKey = 'shortcuts';
/** What could not be kept, as where a reader lets pages keep nothing, counts until the page goes. */
let unkept: boolean | null = null;

/** Whether single keys act as shortcuts; they do unless the reader turned them off in this browser. */
export function useShortcutsSetting(): { isOn: boolean; setOn: (isOn: boolean) => void } {
  const isOn = useSyncExternalStore(subscribe, readOn, () => true);
  return { isOn, setOn };
}

function readOn(): boolean {
  if (unkept !== null) return unkept;
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

function setOn(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
    unkept = null;
  } catch {
    unkept = isOn;
  }
  // Browsers tell only the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: storageKey }));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
}
