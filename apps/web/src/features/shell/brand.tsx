import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { cx } from '../../ui/cx.ts';

/** Mark and name, leading home. `compact` leaves only the mark between phone and desktop. */
export function Brand({ size = 'full' }: { size?: 'full' | 'compact' }): ReactNode {
  return (
    <Link
      href={routes.home()}
      aria-label="dailyfeed"
      className="flex w-max items-center gap-2 text-[1.2rem] font-[750] tracking-tight"
    >
      <BrandMark />
      <span className={cx(size === 'compact' && 'max-desk:hidden')}>dailyfeed</span>
    </Link>
  );
}

function BrandMark(): ReactNode {
  return (
    <span className="grid size-6.5 place-items-center rounded-[8px] bg-accent text-on-accent">
      <svg
        viewBox="0 0 24 24"
        aria-hidden="true"
        className="size-4 fill-none stroke-current stroke-[2.4] [stroke-linecap:round]"
      >
        <path d="M5 7h14M5 12h14M5 17h8" />
      </svg>
    </span>
  );
}
