'use client';

import { Contrast, type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { type Theme, useTheme, useThemeOptions } from '../settings/preference.ts';

const icons: Record<Theme, LucideIcon> = {
  system: Monitor,
  light: Sun,
  dark: Moon,
  contrast: Contrast,
};

/** The themes side by side, for where there is room. */
export function ThemeSwitch(): ReactNode {
  const t = useTranslations('shell');
  const { theme, setTheme } = useTheme();
  const options = useThemeOptions();
  return (
    <fieldset aria-label={t('theme')} className="flex rounded-full border border-line p-0.5">
      {options.map(({ value, label }) => {
        const Icon = icons[value];
        return (
          <button
            key={value}
            type="button"
            title={label}
            aria-label={label}
            aria-pressed={value === theme}
            onClick={() => setTheme(value)}
            className="grid size-7 place-items-center rounded-full hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink"
          >
            <Icon aria-hidden="true" className="size-3.5" />
          </button>
        );
      })}
    </fieldset>
  );
}
