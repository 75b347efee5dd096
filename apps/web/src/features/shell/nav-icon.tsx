'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { CountBadge } from '../../ui/count-badge.tsx';
import { cx } from '../../ui/cx.ts';
import type { NavEntry } from './nav-entries.ts';

/** The icon of a place, with how much waits there. */
export function NavIcon({ entry, className }: { entry: NavEntry; className: string }): ReactNode {
  const { icon: Icon, badge } = entry;
  return (
    <span className="relative flex-none">
      <Icon aria-hidden="true" className={cx('stroke-[1.75]', className)} />
      <CountBadge count={badge} />
    </span>
  );
}

/** The name of a place, as it is read out: "Notifications, 3 new". */
export function useNavName(): (entry: NavEntry) => string {
  const t = useTranslations('shell');
  return ({ label, badge }) => (badge > 0 ? t('withNew', { label, count: badge }) : label);
}
