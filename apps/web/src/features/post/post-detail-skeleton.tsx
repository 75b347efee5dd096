import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** The place held for a post that is loading on its own page. */
export function PostDetailSkeleton(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div className="border-b border-line px-4 py-4 tablet:px-5">
      <output className="sr-only">{t('loading')}</output>
      <div className="flex items-center gap-3">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-5 w-36" />
      </div>
      <Skeleton className="mt-5 h-5 w-full" />
      <Skeleton className="mt-3 h-5 w-4/5" />
      <Skeleton className="mt-10 h-4 w-64" />
    </div>
  );
}
