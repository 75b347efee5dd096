'use client';

import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';

import { useHeights } from '../../lib/view-memory.tsx';

/** What is this far from the screen is not drawn. Well beyond what a flick of the finger or a key reaches. */
const awayPx = 3000;

/**
 * A stretch of a long list, drawn while it is near the screen and a space of the same height while it is not, so that
 * a list of any length costs what a short one does. What has not been drawn yet is drawn, however far away: only then
 * is its height known, and nothing below it ever moves.
 */
export function ItemStretch(props: {
  /** Names what is in it, and in which list. */
  name: string;
  children: ReactNode;
}): ReactNode {
  const { name, children } = props;
  const heights = useHeights();
  const [isNear, setNear] = useState(() => !heights.has(name));
  const stretch = useRef<HTMLOListElement>(null);
  useNearness(stretch, {
    onNear: () => setNear(true),
    onAway: (height) => {
      heights.set(name, height);
      setNear(false);
    },
  });
  const height = heights.get(name);
  const isSpace = !isNear && height !== undefined;
  return (
    <ol ref={stretch} style={isSpace ? { height } : undefined}>
      {!isSpace && children}
    </ol>
  );
}

/** Whether it was scrolled past before this was the first to look, on a device that is slow at drawing. */
function isPassed({ boundingClientRect: { bottom, height } }: IntersectionObserverEntry): boolean {
  return height > 0 && bottom < -awayPx;
}

function useNearness(
  stretch: RefObject<HTMLElement | null>,
  on: { onNear: () => void; onAway: (height: number) => void },
): void {
  const onNear = useEffectEvent(on.onNear);
  const onAway = useEffectEvent(on.onAway);
  useEffect(() => {
    const element = stretch.current;
    if (!element) return;
    let wasNear = false;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        if (entry.isIntersecting) onNear();
        // Whoever has the focus in it would lose it.
        else if ((wasNear || isPassed(entry)) && !element.contains(document.activeElement)) {
          onAway(entry.boundingClientRect.height);
        }
        wasNear ||= entry.isIntersecting;
      },
      { rootMargin: `${awayPx}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [stretch]);
}
