'use client';

import type { ReactNode } from 'react';

import { useShortcutsSetting } from '../shell/shortcut-setting.ts';

/** In an empty box: the key that leads to it. */
export function SlashHint(): ReactNode {
  const { isOn } = useShortcutsSetting();
  if (!isOn) return null;
  return (
    <kbd
      aria-hidden="true"
      className="me-1.5 rounded-1 border border-line-strong px-1.5 font-sans text-xs font-semibold group-focus-within:hidden max-desk:hidden"
    >
      /
    </kbd>
  );
}
