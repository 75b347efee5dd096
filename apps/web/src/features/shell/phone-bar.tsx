'use client';

import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSession } from '../../lib/session.tsx';
import { buttonClass } from '../../ui/button-class.ts';
import { Brand } from './brand.tsx';
import { MeMenu } from './lazy-me-menu.tsx';
import { PreferencesMenu } from './preferences-menu.tsx';

/** Top of a phone: brand, and the way to oneself. It scrolls away; the page's own header stays. */
export function PhoneBar(): ReactNode {
  const t = useTranslations('shell');
  const { likely } = useSession();
  return (
    <header className="flex h-14 items-center justify-between px-4 tablet:hidden">
      <Brand />
      {likely === 'member' ? (
        <div>
          <MeMenu side="bottom" />
        </div>
      ) : (
        <div className="flex items-center gap-1">
          <PreferencesMenu side="bottom" />
          <Link href={routes.logIn()} className={buttonClass({ look: 'quiet', size: 's' })}>
            {t('logIn')}
          </Link>
        </div>
      )}
    </header>
  );
}
