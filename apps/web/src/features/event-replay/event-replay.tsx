'use client';

import { useEffect } from 'react';

import { readyEvent } from './ready-event.ts';

/** Stands beside what is to answer: once that can, what was done before is done again. */
export function EventReplay(): null {
  useEffect(() => {
    document.dispatchEvent(new Event(readyEvent));
  }, []);
  return null;
}
