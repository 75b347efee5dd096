'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useLanguage } from '../../i18n/use-language.ts';
import { cx } from '../../ui/cx.ts';
import { useShortcutsSetting } from '../shell/shortcut-setting.ts';
import { languageNames, useTheme, useThemeOptions } from './preference.ts';

/** How the site looks and listens here: theme, language, shortcuts. Every choice works at once. */
export function AppearanceForm(): ReactNode {
  const t = useTranslations('settings');
  const { theme, setTheme } = useTheme();
  const { language, setLanguage } = useLanguage();
  const shortcuts = useShortcutsSetting();
  return (
    <div className="grid gap-8 px-4 py-6 tablet:px-5">
      <Choices
        name="theme"
        title={t('themeTitle')}
        text={t('themeText')}
        value={theme}
        options={useThemeOptions()}
        onChange={setTheme}
      />
      <Choices
        name="language"
        title={t('languageTitle')}
        text={t('languageText')}
        value={language}
        options={languageNames}
        onChange={setLanguage}
      />
      <fieldset className="max-tablet:hidden">
        <legend className="font-bold">{t('shortcutsTitle')}</legend>
        <p className="mt-0.5 mb-3 text-s text-ink-3">{t('shortcutsText')}</p>
        <label className={option}>
          <input
            type="checkbox"
            checked={shortcuts.isOn}
            onChange={(event) => shortcuts.setOn(event.target.checked)}
            className={mark}
          />
          {t('shortcutsOn')}
        </label>
      </fieldset>
    </div>
  );
}

type ChoicesProps<T extends string> = {
  name: string;
  title: string;
  text: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
};

function Choices<T extends string>(props: ChoicesProps<T>): ReactNode {
  return (
    <fieldset>
      <legend className="font-bold">{props.title}</legend>
      <p className="mt-0.5 mb-3 text-s text-ink-3">{props.text}</p>
      <div className="grid gap-2 tablet:grid-cols-2">
        {props.options.map(({ value, label }) => (
          <label key={value} className={option}>
            <input
              type="radio"
              name={props.name}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
              className={mark}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const option = cx(
  'flex min-h-11 items-center gap-3 rounded-2 border border-line-strong px-3.5 transition-colors duration-(--fast)',
  'hover:bg-sunken has-checked:border-accent has-checked:font-semibold',
);
const mark = 'size-4 accent-(--accent)';
