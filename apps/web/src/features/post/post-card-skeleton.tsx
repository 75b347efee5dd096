import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

// Of different lengths, like what is coming.
const lines = [
  ['w-full', 'w-3/5'],
  ['w-4/5'],
  ['w-full', 'w-11/12', 'w-2/5'],
  ['w-1/2'],
  ['w-full', 'w-1/3'],
];

/** Places held for the posts of a feed that is loading. */
export function PostCardSkeletons(): ReactNode {
  const t = useTranslations('ui');
  return (
    <div>
      <output className="sr-only">{t('loading')}</output>
      {lines.map((widths) => (
        <div
          key={widths.join()}
          className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-4 tablet:px-5"
        >
          <Skeleton className="size-10 rounded-full" />
          <div>
            <Skeleton className="my-1 h-4 w-40" />
            {widths.map((width) => (
              <Skeleton key={width} className={`my-2.5 h-4 max-w-text ${width}`} />
            ))}
            <Skeleton className="mt-4 mb-1 h-4 w-56" />
          </div>
        </div>
      ))}
    </div>
  );
}
