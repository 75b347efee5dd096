import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

const widths = ['w-24', 'w-36', 'w-28', 'w-20', 'w-32'];

/** Places held for tags that are loading. */
export function TagSkeletons(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div>
      <output className="sr-only">{t('loading')}</output>
      {widths.map((width) => (
        <div key={width} className="flex h-11 items-center justify-between px-4 tablet:px-5">
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="h-3.5 w-14" />
        </div>
      ))}
    </div>
  );
}
