import type { ReactNode } from 'react';

import { RowSkeletons } from '../../ui/row-skeletons.tsx';

/** Holds the place of what somebody did while it is on its way. */
export function ActivitySkeleton(): ReactNode {
  return <RowSkeletons count={8} />;
}
