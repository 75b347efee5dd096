import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';

import { routes } from '../lib/routes.ts';
import { buttonClass } from '../ui/button-class.ts';
import { EmptyState } from '../ui/empty-state.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell');
  return { title: t('notFoundPage'), robots: { index: false } };
}

/** For an address that no page has. Next sends it along with every page, so it carries nothing that needs a script. */
export default async function RootNotFound() {
  const t = await getTranslations('shell');
  return (
    <main className="grid min-h-dvh place-content-center">
      <h1 className="sr-only">{t('notFoundTitle')}</h1>
      <EmptyState title={t('notFoundText')}>
        <a href={routes.home()} className={`${buttonClass({ look: 'quiet' })} mt-3`}>
          {t('toHome')}
        </a>
      </EmptyState>
    </main>
  );
}
