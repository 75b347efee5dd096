'use client';

import { useEffect, useRef } from 'react';

/** Toggles what was pressed, also before this was loaded: of an even number of presses nothing is left to do. */
export function useCountedPresses(presses: number, toggle: () => void): void {
  const done = useRef(0);
  useEffect(() => {
    const isToggled = (presses - done.current) % 2 === 1;
    done.current = presses;
    if (isToggled) toggle();
  });
}
