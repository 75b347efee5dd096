import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** For a visitor: what this is. The way in is in the rail, beside which it is shown. */
export function AboutCard(): ReactNode {
  const t = useTranslations('shell');
  return (
    <section className="grid gap-3 rounded-3 border border-line bg-surface p-4">
      <h2 className="font-bold">{t('about')}</h2>
      <p className="text-ink-2">{t('aboutText')}</p>
    </section>
  );
}
