import type { ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** Holds the place of the composer and the drafts while they are on their way. */
export function DraftDeskSkeleton(): ReactNode {
  return (
    <>
      <div className="flex h-30.5 gap-3 border-b border-line pointer-coarse:h-31.5 px-4 py-4 tablet:px-5">
        <Skeleton className="size-10 flex-none rounded-full" />
        <Skeleton className="mt-3 h-5 w-48" />
      </div>
      <div className="grid gap-3 px-4 py-3 tablet:px-5">
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-12 w-full" />
      </div>
    </>
  );
}
