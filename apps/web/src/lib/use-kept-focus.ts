'use client';

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

import { moveFocus, moveFocusToContent } from './move-focus.ts';

/**
 * Keeps the focus in a list whose items go: it moves to what has come in the place of its item, or else to the list, or
 * where that goes as well to the content of the page.
 * What had it within an item that stays leaves it to that item.
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>): void {
  const last = useRef<{ element: Element; item: Element; index: number } | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element) || !list.current?.contains(target)) return;
      const index = itemsOf(list.current).findIndex((item) => item.contains(target));
      const item = itemsOf(list.current)[index];
      last.current = item ? { element: target, item, index } : null;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [list]);

  // Whatever has changed: before the paint, and before anybody presses the next key.
  useLayoutEffect(() => {
    const lost = last.current;
    if (!lost || lost.element.isConnected || document.activeElement !== document.body) return;
    const items = itemsOf(list.current);
    const heir = lost.item.isConnected ? lost.item : (items[lost.index] ?? items.at(-1));
    const target = heir ?? list.current;
    if (target instanceof HTMLElement) moveFocus(target);
    else moveFocusToContent(null);
  });
}

function itemsOf(list: HTMLElement | null): Element[] {
  return [...(list?.querySelectorAll('li') ?? [])];
}
