'use client';

import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';

/** A glance is shorter. */
const seenMs = 1000;

/** Calls `onSeen` once its element has been in view, on a page that is looked at, for a second. */
export function useSeen<T extends Element>(onSeen: (() => void) | undefined): RefObject<T | null> {
  const element = useRef<T>(null);
  const seen = useEffectEvent(() => onSeen?.());
  const isWanted = onSeen !== undefined;

  useEffect(() => {
    if (!isWanted || !element.current) return;
    let isInView = false;
    let timer: number | undefined;
    const look = (): void => {
      window.clearTimeout(timer);
      if (!isInView || document.visibilityState !== 'visible') return;
      timer = window.setTimeout(() => {
        stop();
        seen();
      }, seenMs);
    };
    const observer = new IntersectionObserver((entries) => {
      isInView = entries.at(-1)?.isIntersecting ?? false;
      look();
    });
    const stop = (): void => {
      window.clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
    observer.observe(element.current);
    document.addEventListener('visibilitychange', look);
    return stop;
  }, [isWanted]);

  return element;
}
