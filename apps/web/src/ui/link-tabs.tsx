'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

import { cx } from './cx.ts';

export type LinkTab = {
  href: string;
  label: string;
  /** Another address of the same page. */
  alias?: string;
  /** Where the path alone does not tell which one is shown. */
  isCurrent?: boolean;
};

/** Tabs that are pages of their own: a list of links, the present one marked. */
export function LinkTabs(props: {
  label: string;
  tabs: LinkTab[];
  /** `stay` where the pages begin alike: what is above the tabs does not move. */
  scroll?: 'top' | 'stay';
}): ReactNode {
  const { label, tabs, scroll = 'top' } = props;
  const pathname = decodeURIComponent(usePathname());
  return (
    <nav aria-label={label} className="flex">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={scroll === 'top'}
          aria-current={
            (tab.isCurrent ?? [tab.href, tab.alias].includes(pathname)) ? 'page' : undefined
          }
          className={cx(
            'min-w-0 flex-1 truncate border-b-2 border-transparent px-1 pt-3.5 pb-3 text-center font-semibold text-ink-3 max-tablet:text-s tablet:px-2',
            'transition-colors duration-(--fast) hover:bg-sunken hover:text-ink',
            'focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-ink',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
