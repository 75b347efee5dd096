import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button.tsx';

/** For a visitor: what this is, and the way in. */
export function AboutCard(): ReactNode {
  const t = useTranslations('shell');
  return (
    <section className="grid gap-3 rounded-3 border border-line bg-surface p-4">
      <h2 className="font-bold">{t('about')}</h2>
      <p className="text-ink-2">{t('aboutText')}</p>
      <Link href={routes.signUp()} className={buttonClass()}>
        {t('signUp')}
      </Link>
    </section>
  );
}
