import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** Places held for comments that are loading. */
export function CommentSkeletons(): ReactNode {
  const t = useTranslations('comment');
  return (
    <div>
      <output className="sr-only">{t('loading')}</output>
      {['w-3/4', 'w-1/2', 'w-2/3'].map((width) => (
        <div key={width} className="flex gap-3 border-b border-line px-4 py-3 tablet:px-5">
          <Skeleton className="size-8 flex-none rounded-full" />
          <div className="flex-1">
            <Skeleton className="my-1 h-4 w-32" />
            <Skeleton className={`mt-3 mb-8 h-4 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  );
}
