'use client';

import { Settings2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useLanguage } from '../../i18n/use-language.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuChoice, MenuSeparator } from '../../ui/menu.tsx';
import { languageNames, useTheme, useThemeOptions } from '../settings/preference.ts';

/** Language and theme for a visitor, behind one icon. */
export function PreferencesMenu({ side }: { side: 'top' | 'bottom' }): ReactNode {
  const t = useTranslations('shell');
  return (
    <Menu
      side={side}
      align={side === 'top' ? 'start' : 'end'}
      trigger={
        <IconButton label={t('settingsMenu')}>
          <Settings2 aria-hidden="true" className="size-5" />
        </IconButton>
      }
    >
      <ThemeChoice />
      <MenuSeparator />
      <LanguageChoice />
    </Menu>
  );
}

export function ThemeChoice(): ReactNode {
  const t = useTranslations('shell');
  const { theme, setTheme } = useTheme();
  return (
    <MenuChoice label={t('theme')} value={theme} options={useThemeOptions()} onChange={setTheme} />
  );
}

export function LanguageChoice(): ReactNode {
  const t = useTranslations('shell');
  const { language, setLanguage } = useLanguage();
  return (
    <MenuChoice
      label={t('language')}
      value={language}
      options={languageNames}
      onChange={setLanguage}
    />
  );
}
