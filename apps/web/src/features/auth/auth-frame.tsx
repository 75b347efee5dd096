import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { mainId } from '../../lib/routes.ts';
import { Brand } from '../shell/brand.tsx';
import { PreferencesMenu } from '../shell/preferences-menu.tsx';
import { SkipLink } from '../shell/skip-link.tsx';

/** The quiet frame of log-in and sign-up: brand, form, preferences. */
export async function AuthFrame({ children }: { children: ReactNode }): Promise<ReactNode> {
  const t = await getTranslations('auth');
  return (
    <>
      <SkipLink />
      <div className="mx-auto flex min-h-dvh max-w-form flex-col px-5">
        <header className="flex h-16 items-center justify-between tablet:mt-[6dvh]">
          <Brand />
          <div className="-me-2">
            <PreferencesMenu side="bottom" />
          </div>
        </header>
        <main id={mainId} tabIndex={-1} className="py-6">
          {children}
          <noscript>
            <p className="mt-6 rounded-2 border border-line bg-surface p-4 text-s">
              {t('needsScript')}
            </p>
          </noscript>
        </main>
      </div>
    </>
  );
}
