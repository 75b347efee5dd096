'use client';

import type { ReactNode } from 'react';

import { type Theme, useTheme } from './preference.ts';

/** `--paper` of each theme in `tokens.css`. */
const paper = { light: '#fbfaf8', dark: '#14130f', contrast: '#000' } as const satisfies Record<
  Exclude<Theme, 'system'>,
  string
>;

/** What the browser draws around the page has the page's colour: that of the theme, or else of the device. */
export function ThemeColor(): ReactNode {
  const { theme } = useTheme();
  return (['light', 'dark'] as const).map((device) => (
    <meta
      key={device}
      name="theme-color"
      media={`(prefers-color-scheme: ${device})`}
      content={paper[theme === 'system' ? device : theme]}
    />
  ));
}
