'use client';

import { Bookmark, History, LogOut, Settings, Shield, User, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { failureOf } from '../../lib/failure.ts';
import { routes } from '../../lib/routes.ts';
import { useMe, useSessionActions } from '../../lib/session.tsx';
import { CountBadge } from '../../ui/count-badge.tsx';
import { Menu, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx';
import { toast } from '../../ui/toaster.tsx';
import { useRequestCount } from '../connection/use-request-count.ts';
import { MeButton } from './me-button.tsx';
import { MeSkeleton } from './me-skeleton.tsx';
import { LanguageChoice, ThemeChoice } from './preferences-menu.tsx';

/** The member's own corner: profile, preferences, log-out. */
export function MeMenu({ side }: { side: 'top' | 'bottom' }): ReactNode {
  const t = useTranslations('shell');
  const errorText = useErrorText();
  const session = useSessionActions();
  const me = useMe();
  const requestCount = useRequestCount();
  if (!me) return <MeSkeleton />;

  const logOut = async (): Promise<void> => {
    try {
      await session.logOut();
      toast.success(t('loggedOut'));
    } catch (error) {
      toast.error(
        failureOf(error).code === 'SUPERSEDED'
          ? t('anotherLoggedIn')
          : t('stillLoggedIn', { reason: errorText(error) }),
      );
    }
  };
  return (
    <Menu
      side={side}
      align={side === 'top' ? 'start' : 'end'}
      trigger={<MeButton me={me} requestCount={requestCount} />}
    >
      <MenuLink href={routes.profile(me.handle)} icon={<User aria-hidden="true" />}>
        {t('profile')}
      </MenuLink>
      <MenuLink href={routes.bookmarks()} icon={<Bookmark aria-hidden="true" />}>
        {t('bookmarks')}
      </MenuLink>
      <MenuLink href={routes.activity()} icon={<History aria-hidden="true" />}>
        {t('activity')}
      </MenuLink>
      <ConnectionsLink requestCount={requestCount} />
      <MenuLink href={routes.profileSettings()} icon={<Settings aria-hidden="true" />}>
        {t('settings')}
      </MenuLink>
      {me.roles.includes('ADMIN') && (
        <MenuLink href={routes.adminMembers()} icon={<Shield aria-hidden="true" />}>
          {t('admin')}
        </MenuLink>
      )}
      <MenuSeparator />
      <ThemeChoice />
      <LanguageChoice />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden="true" />} onSelect={() => void logOut()}>
        {t('logOut')}
      </MenuItem>
    </Menu>
  );
}

/** With somebody waiting for an answer it leads to where they get it. */
function ConnectionsLink({ requestCount }: { requestCount: number }): ReactNode {
  const t = useTranslations('shell');
  const label = t('connections');
  if (requestCount === 0) {
    return (
      <MenuLink href={routes.connections()} icon={<Users aria-hidden="true" />}>
        {label}
      </MenuLink>
    );
  }
  return (
    <MenuLink href={routes.followRequests()} icon={<Users aria-hidden="true" />}>
      <span aria-hidden="true">{label}</span>
      <span className="sr-only">{t('withRequests', { label, count: requestCount })}</span>
      <CountBadge count={requestCount} className="static ms-auto" />
    </MenuLink>
  );
}
