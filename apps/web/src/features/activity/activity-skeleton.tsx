import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** Holds the place of what somebody did while it is on its way. */
export function ActivitySkeleton(): ReactNode {
  return Array.from({ length: 8 }, (_, index) => (
    <div key={index} className="flex gap-3 border-b border-line px-4 py-4 tablet:px-5">
      <Skeleton className="size-8 rounded-full" />
      <span className="grid flex-1 gap-2 py-1">
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-3.5 w-4/5" />
      </span>
    </div>
  ));
}
