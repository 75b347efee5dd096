import type { ComponentProps, ReactNode } from 'react';

import { cx } from './cx.ts';

/** A small raised button that floats above a list: "3 new posts". */
export function Pill({ className, ...props }: ComponentProps<'button'>): ReactNode {
  return (
    <button
      type="button"
      {...props}
      className={cx(
        'rounded-full border border-line-strong bg-raised px-3.5 py-1.5 text-s font-[650] text-accent shadow-2',
        'transition-colors duration-(--fast) hover:border-accent pointer-coarse:min-h-11',
        className,
      )}
    />
  );
}
