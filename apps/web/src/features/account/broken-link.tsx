import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { Outcome } from './outcome.tsx';

/** A link that lost a part on its way. */
export async function BrokenLink(): Promise<ReactNode> {
  const t = await getTranslations('account');
  return (
    <Outcome
      title={t('linkTitle')}
      text={t('linkText')}
      way={{ label: t('toHome'), href: routes.home() }}
    />
  );
}
