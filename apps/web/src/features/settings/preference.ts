'use client';

import type { Language } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import { useTheme as useNextTheme } from 'next-themes';

import { useIsHydrated } from '../../lib/hydration.ts';

const themes = ['system', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

/** Each language in its own words, so that it is found by those who read only it. */
export const languageNames: { value: Language; label: string }[] = [
  { value: 'ko', label: '한국어' },
  { value: 'en', label: 'English' },
];

/** The reader's theme. It is kept in the browser, so before hydration it is not known and counts as `system`. */
export function useTheme(): { theme: Theme; setTheme: (theme: Theme) => void } {
  const { theme, setTheme } = useNextTheme();
  const isHydrated = useIsHydrated();
  const known = themes.find((candidate) => candidate === theme);
  return { theme: (isHydrated ? known : undefined) ?? 'system', setTheme };
}

export function useThemeOptions(): { value: Theme; label: string }[] {
  const t = useTranslations('shell');
  return [
    { value: 'system', label: t('themeSystem') },
    { value: 'light', label: t('themeLight') },
    { value: 'dark', label: t('themeDark') },
    { value: 'contrast', label: t('themeContrast') },
  ];
}
