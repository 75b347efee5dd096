import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** Places held for members that are loading. */
export function FollowListSkeleton(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div>
      <output className="sr-only">{t('loading')}</output>
      {['w-28', 'w-36', 'w-24', 'w-32', 'w-40'].map((width) => (
        <div
          key={width}
          className="flex items-center gap-3 border-b border-line px-4 py-3 tablet:px-5"
        >
          <Skeleton className="size-10 flex-none rounded-full" />
          <div className="flex-1">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="mt-2 h-3.5 w-20" />
          </div>
          <Skeleton className="h-8.5 w-20 rounded-full" />
        </div>
      ))}
    </div>
  );
}
