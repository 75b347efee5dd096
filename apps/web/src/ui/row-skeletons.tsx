import type { ReactNode } from 'react';

import { Skeleton } from './skeleton.tsx';

/** Holds the places of rows with a picture and two lines while they are on their way. */
export function RowSkeletons({ count }: { count: number }): ReactNode {
  return Array.from({ length: count }, (_, index) => (
    <div key={index} className="flex gap-3 border-b border-line px-4 py-4 tablet:px-5">
      <Skeleton className="size-8 rounded-full" />
      <span className="grid flex-1 gap-2 py-1">
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-3.5 w-4/5" />
      </span>
    </div>
  ));
}
