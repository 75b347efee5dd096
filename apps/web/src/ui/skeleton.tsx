import type { ReactNode } from 'react';

import { cx } from './cx.ts';

/** A place held for what is loading: give it the size of what will stand there. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return (
    <span aria-hidden="true" className={cx('block animate-shimmer rounded-1 bg-line', className)} />
  );
}
