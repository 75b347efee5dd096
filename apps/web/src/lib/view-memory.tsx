'use client';

import { createContext, type ReactNode, use, useState } from 'react';

import { useReaderKey } from './session.tsx';

/** What the pages of a tab know of what they have shown to its reader. */
type ViewMemory = {
  /** What the reader has opened, by a key of its own. */
  opened: Set<string>;
  /** How tall stretches of lists were, in CSS pixels, by `useHeights`' keys. */
  heights: Map<string, number>;
};

const ViewMemoryContext = createContext<ViewMemory | null>(null);

/**
 * Outlives every page: what was opened is open when the reader comes back, and stands where it stood. It ends with the
 * reader, and so does all that they have opened, pressed and written on the page that is shown: what is below begins anew.
 */
export function ViewMemoryProvider({ children }: { children: ReactNode }): ReactNode {
  return <ReaderMemory key={useReaderKey()}>{children}</ReaderMemory>;
}

function ReaderMemory({ children }: { children: ReactNode }): ReactNode {
  const [memory] = useState<ViewMemory>(() => ({ opened: new Set(), heights: new Map() }));
  return <ViewMemoryContext value={memory}>{children}</ViewMemoryContext>;
}

/** Whether something is open, remembered by `key`. */
export function useOpened(key: string): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const { opened } = useViewMemory();
  const [isOpen, setOpen] = useState(() => opened.has(key));
  return [
    isOpen,
    (next) => {
      if (next) opened.add(key);
      else opened.delete(key);
      setOpen(next);
    },
  ];
}

export function useHeights(): Map<string, number> {
  return useViewMemory().heights;
}

function useViewMemory(): ViewMemory {
  const memory = use(ViewMemoryContext);
  if (!memory) throw new Error('No ViewMemoryProvider above');
  return memory;
}
