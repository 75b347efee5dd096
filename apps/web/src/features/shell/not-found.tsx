import { Leaf } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from './page-header.tsx';

/** An address that leads nowhere, or to what the reader may not see. */
export function NotFound(): ReactNode {
  const t = useTranslations('shell');
  return (
    <>
      <PageHeader title={t('notFoundTitle')} leading="back" />
      <EmptyState icon={<Leaf />} title={t('notFoundText')}>
        <Link href={routes.home()} className={`${buttonClass({ look: 'quiet' })} mt-3`}>
          {t('toHome')}
        </Link>
      </EmptyState>
    </>
  );
}
