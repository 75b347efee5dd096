import { FileQuestion } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

export function PostNotFound(): ReactNode {
  const t = useTranslations('post');
  return (
    <EmptyState icon={<FileQuestion />} title={t('notFoundTitle')}>
      <p>{t('notFoundText')}</p>
      <Link href={routes.home()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
        {t('toHome')}
      </Link>
    </EmptyState>
  );
}
