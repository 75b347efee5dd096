import { UserRoundX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { buttonClass } from '../../ui/button-class.ts';
import { EmptyState } from '../../ui/empty-state.tsx';

export function ProfileNotFound(): ReactNode {
  const t = useTranslations();
  return (
    <EmptyState icon={<UserRoundX />} title={t('profile.notFoundTitle')}>
      <p>{t('profile.notFoundText')}</p>
      <Link href={routes.home()} className={`${buttonClass({ look: 'quiet' })} mt-4`}>
        {t('post.toHome')}
      </Link>
    </EmptyState>
  );
}
