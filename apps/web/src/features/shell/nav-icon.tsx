'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { cx } from '../../ui/cx.ts';
import type { NavEntry } from './nav-entries.ts';

/** More is not told apart. */
const badgeMax = 99;

/** The icon of a place, with how much waits there. */
export function NavIcon({ entry, className }: { entry: NavEntry; className: string }): ReactNode {
  const { icon: Icon, badge } = entry;
  return (
    <span className="relative flex-none">
      <Icon aria-hidden="true" className={cx('stroke-[1.75]', className)} />
      {badge > 0 && (
        <span
          aria-hidden="true"
          className="absolute -end-2 -top-1.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.6875rem]/4 font-bold text-on-accent"
        >
          {badge >= badgeMax ? `${badgeMax}+` : badge}
        </span>
      )}
    </span>
  );
}

/** The name of a place, as it is read out: "Notifications, 3 new". */
export function useNavName(): (entry: NavEntry) => string {
  const t = useTranslations('shell');
  return ({ label, badge }) => (badge > 0 ? t('withNew', { label, count: badge }) : label);
}
