import type { ReactNode } from 'react';

import { cx } from './cx.ts';

/** More is not told apart. */
const countMax = 99;

/** How much waits, at the corner of what leads to it, whose name says it in words. Nothing for 0. */
export function CountBadge({ count, className }: { count: number; className?: string }): ReactNode {
  if (count === 0) return null;
  return (
    <span
      aria-hidden="true"
      className={cx(
        'absolute -end-2 -top-1.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.6875rem]/4 font-bold text-on-accent',
        className,
      )}
    >
      {count >= countMax ? `${countMax}+` : count}
    </span>
  );
}
