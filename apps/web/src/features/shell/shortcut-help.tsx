'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { shortcuts } from './shortcut-actions.ts';

export type ShortcutHelpProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** The shortcuts that work for this reader, and where to turn them off. */
export function ShortcutHelp({ isOpen, onOpenChange }: ShortcutHelpProps): ReactNode {
  const t = useTranslations('shell');
  const { likely } = useSession();
  const usable = shortcuts.filter((shortcut) => shortcut.for === 'all' || likely === 'member');
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={t('shortcuts.title')}>
      <div className="grid gap-x-10 gap-y-6 tablet:grid-cols-2">
        {(['posts', 'go'] as const).map((group) => (
          <section key={group}>
            <h3 className="mb-2 text-s font-[650] text-ink-3">{t(`shortcuts.${group}`)}</h3>
            <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2.5">
              {usable
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.name} className="contents">
                    <dt>{t(`shortcuts.${shortcut.name}`)}</dt>
                    <dd className="flex justify-end gap-1">
                      {shortcut.keys.split(' ').map((key) => (
                        <kbd key={key} className={keyLook}>
                          {key === 'Enter' ? '↵' : key}
                        </kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="mt-6 border-t border-line pt-4 text-s text-ink-3">
        <Link
          href={routes.appearance()}
          onClick={() => onOpenChange(false)}
          className="underline underline-offset-2 hover:text-ink"
        >
          {t('shortcuts.turnOff')}
        </Link>
      </p>
    </Dialog>
  );
}

const keyLook =
  'grid h-6 min-w-6 place-items-center rounded-1 border border-line-strong bg-sunken px-1.5 font-sans text-s font-semibold text-ink-2';
