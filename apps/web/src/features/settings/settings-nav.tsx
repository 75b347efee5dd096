'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';

import { cx } from '../../ui/cx.ts';
import { useSettingsEntries } from './settings-entries.ts';

/** The pages of the settings, side by side; on a narrow screen they scroll, the present one in view. */
export function SettingsNav(): ReactNode {
  const t = useTranslations('settings');
  const entries = useSettingsEntries();
  const pathname = usePathname();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = strip.current?.querySelector<HTMLElement>('[aria-current]');
    // Not scrollIntoView: it would scroll the page too.
    if (strip.current && current) strip.current.scrollLeft = current.offsetLeft - leadInPx;
  }, [pathname, entries.length]);

  return (
    <nav
      ref={strip}
      aria-label={t('pages')}
      className="relative flex overflow-x-auto px-2 [scrollbar-width:none] tablet:px-3"
    >
      {entries.map((entry) => (
        <Link
          key={entry.href}
          href={entry.href}
          aria-current={entry.href === pathname ? 'page' : undefined}
          className={cx(
            'flex-none border-b-2 border-transparent px-3 pt-2.5 pb-3 font-semibold whitespace-nowrap text-ink-3',
            'transition-colors duration-(--fast) hover:bg-sunken hover:text-ink',
            'focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-ink',
          )}
        >
          {entry.label}
        </Link>
      ))}
    </nav>
  );
}

/** Shows that there is something before the present tab. */
const leadInPx = 40;
