'use client';

import {
  cloneElement,
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type ReactNode,
  Suspense,
  useState,
} from 'react';

import { usePart } from '../lib/part.ts';
import type { MenuChoiceProps, MenuOpening, MenuProps } from './menu-popup.tsx';

// Most readers open no menu, and a feed holds one for each post: what draws one is loaded when a hand comes near.
const load = () => import('./menu-popup.tsx');
const loadPopup = async () => (await load()).MenuPopup;

export function Menu(props: MenuProps): ReactNode {
  const { Part: MenuPopup, withPart } = usePart(loadPopup);
  const [opening, setOpening] = useState<MenuOpening | null>(null);
  const open = (how: MenuOpening): void => withPart(() => setOpening(how));
  const preload = (): void => void load().catch(() => undefined);
  const trigger = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    onPointerEnter: preload,
    onFocus: preload,
    // A key's click counts none.
    onClick: (event: MouseEvent) => open(event.detail === 0 ? 'first' : 'none'),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      open(event.key === 'ArrowDown' ? 'first' : 'last');
    },
  });
  if (opening === null || !MenuPopup) return trigger;
  return (
    <Suspense fallback={trigger}>
      <MenuPopup {...props} opening={opening} />
    </Suspense>
  );
}

// Drawn in what has been loaded with them.
export const MenuItem = lazy(async () => ({ default: (await load()).MenuItem }));
export const MenuLink = lazy(async () => ({ default: (await load()).MenuLink }));
export const MenuSeparator = lazy(async () => ({ default: (await load()).MenuSeparator }));
const AnyMenuChoice = lazy(async () => ({ default: (await load()).AnyMenuChoice }));

/** One of a few values, chosen in place. */
export function MenuChoice<T extends string>(props: MenuChoiceProps<T>): ReactNode {
  const pick = (value: string): void => {
    const option = props.options.find((candidate) => candidate.value === value);
    if (option) props.onChange(option.value);
  };
  return <AnyMenuChoice {...props} onChange={pick} />;
}
