import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** The place held for a profile that is loading. */
export function ProfileSkeleton(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div className="border-b border-line px-4 py-5 tablet:px-5">
      <output className="sr-only">{t('loading')}</output>
      <Skeleton className="size-20 rounded-full" />
      <Skeleton className="mt-4 h-6 w-44" />
      <Skeleton className="mt-2 h-4 w-24" />
      <Skeleton className="mt-5 h-4 w-3/4" />
      <Skeleton className="mt-5 h-4 w-52" />
    </div>
  );
}
