'use client';

import { Compass, History, House, Clock, type LucideIcon, User } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';

import { routes } from '../../lib/routes.ts';
import { useMe, useSession } from '../../lib/session.tsx';

export type NavEntry = {
  key: string;
  label: string;
  /** Absent while it is not known where it leads: the reader's own profile before it has loaded. */
  href: string | undefined;
  icon: LucideIcon;
  isCurrent: boolean;
};

/** The places a reader can go; a visitor sees only what works for one. */
export function useNavEntries(): NavEntry[] {
  const t = useTranslations('shell');
  const { likely } = useSession();
  const me = useMe();
  const pathname = decodeURIComponent(usePathname());
  const entry = (key: string, entryOf: Pick<NavEntry, 'label' | 'href' | 'icon'>): NavEntry => ({
    key,
    ...entryOf,
    isCurrent: entryOf.href === pathname,
  });

  const home = entry('home', { label: t('home'), href: routes.home(), icon: House });
  // A visitor's home is the list of recent posts already.
  if (likely === 'anonymous') return [home];
  return [
    home,
    entry('recent', { label: t('recent'), href: routes.recent(), icon: Clock }),
    entry('discover', { label: t('discover'), href: routes.discover(), icon: Compass }),
    entry('activity', { label: t('activity'), href: routes.activity(), icon: History }),
    entry('profile', {
      label: t('profile'),
      href: me && routes.profile(me.handle),
      icon: User,
    }),
  ];
}
