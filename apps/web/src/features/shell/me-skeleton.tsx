import type { ComponentProps, ReactNode } from 'react';

import { Skeleton } from '../../ui/skeleton.tsx';

/** Holds the place of the button while the member loads. */
export function MeSkeleton(): ReactNode {
  return (
    <div className="flex items-center gap-3 desk:px-3 desk:py-2">
      <Skeleton className="size-10 rounded-full" />
      <MeText>
        <Skeleton className="my-1 h-4 w-20" />
        <Skeleton className="my-1 h-3 w-14" />
      </MeText>
    </div>
  );
}

/** What stands beside the face, where there is room. */
export function MeText(props: ComponentProps<'span'>): ReactNode {
  return <span {...props} className="hidden min-w-0 leading-tight desk:block" />;
}
