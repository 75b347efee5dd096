'use client';

import { useSyncExternalStore } from 'react';

const storageKey = 'shortcuts';

/** Whether single keys act as shortcuts; they do unless the reader turned them off in this browser. */
export function useShortcutsSetting(): { isOn: boolean; setOn: (isOn: boolean) => void } {
  const isOn = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(storageKey) !== 'off',
    () => true,
  );
  return { isOn, setOn };
}

function setOn(isOn: boolean): void {
  if (isOn) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, 'off');
  // Browsers tell only the other tabs.
  window.dispatchEvent(new StorageEvent('storage', { key: storageKey }));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
}
