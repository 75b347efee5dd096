'use client';

import { useTranslations } from 'next-intl';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';

export type SettingsEntry = { href: string; label: string };

/** The pages of the settings, in the order of their tabs; a visitor sees what works for one. */
export function useSettingsEntries(): SettingsEntry[] {
  const t = useTranslations('settings.tab');
  const { likely } = useSession();
  const open = [{ href: routes.appearance(), label: t('appearance') }];
  if (likely === 'anonymous') return open;
  return [
    { href: routes.profileSettings(), label: t('profile') },
    { href: routes.account(), label: t('account') },
    { href: routes.privacy(), label: t('privacy') },
    { href: routes.notificationSettings(), label: t('notifications') },
    { href: routes.sessions(), label: t('sessions') },
    ...open,
  ];
}
