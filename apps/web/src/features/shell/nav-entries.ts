'use client';

import { Bell, Compass, History, House, Clock, type LucideIcon, Search, User } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';

import { routes } from '../../lib/routes.ts';
import { useMe, useSession, useUnreadCount } from '../../lib/session.tsx';

export type NavEntry = {
  key: string;
  label: string;
  /** Absent while it is not known where it leads: the reader's own profile before it has loaded. */
  href: string | undefined;
  icon: LucideIcon;
  isCurrent: boolean;
  /** How much waits there; 0 shows nothing. */
  badge: number;
  /** A phone has room for what is needed most; the rest is in the member's own menu, or on the search page. */
  onPhone: boolean;
};

/** The places a reader can go; a visitor sees only what works for one. */
export function useNavEntries(): NavEntry[] {
  const t = useTranslations('shell');
  const { likely } = useSession();
  const me = useMe();
  const pathname = decodeURIComponent(usePathname());
  const unreadCount = useUnreadCount();
  const entry = (
    key: string,
    entryOf: Pick<NavEntry, 'label' | 'href' | 'icon'> & Partial<NavEntry>,
  ): NavEntry => ({
    key,
    badge: 0,
    onPhone: true,
    ...entryOf,
    isCurrent: entryOf.href === pathname,
  });

  const home = entry('home', { label: t('home'), href: routes.home(), icon: House });
  const search = entry('search', { label: t('search'), href: routes.search(), icon: Search });
  // Whoever only reads finds the recent posts among the tabs of their home.
  if (likely === 'anonymous') return [home, search];
  return [
    home,
    search,
    entry('recent', { label: t('recent'), href: routes.recent(), icon: Clock, onPhone: false }),
    entry('notifications', {
      label: t('notifications'),
      href: routes.notifications(),
      icon: Bell,
      badge: unreadCount,
    }),
    entry('discover', {
      label: t('discover'),
      href: routes.discover(),
      icon: Compass,
      onPhone: false,
    }),
    entry('activity', {
      label: t('activity'),
      href: routes.activity(),
      icon: History,
      onPhone: false,
    }),
    entry('profile', {
      label: t('profile'),
      href: me && routes.profile(me.handle),
      icon: User,
    }),
  ];
}
