import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';

/** Says to a visitor what this is, where the side column does not. */
export function Welcome(): ReactNode {
  const t = useTranslations('feed');
  return (
    <section className="grid gap-2 border-b border-line px-4 py-6 tablet:px-5 desk:hidden">
      <h2 className="text-xl leading-tight font-bold">{t('welcomeTitle')}</h2>
      <p className="max-w-text text-ink-2">{t('welcomeText')}</p>
      <p className="mt-2 flex gap-2">
        <Link href={routes.signUp()} className={buttonClass()}>
          {t('signUp')}
        </Link>
        <Link href={routes.logIn()} className={buttonClass({ look: 'quiet' })}>
          {t('logIn')}
        </Link>
      </p>
    </section>
  );
}
