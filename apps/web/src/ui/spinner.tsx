import type { ReactNode } from 'react';

import { cx } from './cx.ts';

/** Decoration: say what is going on beside it or on the busy element. */
export function Spinner({ className }: { className?: string }): ReactNode {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'inline-block size-[1.1em] animate-turn rounded-full border-2 border-current border-r-transparent',
        className,
      )}
    />
  );
}
