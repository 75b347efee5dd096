import Link from 'next/link';
import type { ReactNode } from 'react';

/** A row of addresses to choose from, of which one is shown: another order, another time. */
export function LinkChips(props: {
  label: string;
  chips: { href: string; label: string; isCurrent: boolean }[];
}): ReactNode {
  return (
    <nav
      aria-label={props.label}
      className="flex flex-wrap gap-1 border-b border-line px-3 py-2 tablet:px-4"
    >
      {props.chips.map(({ href, label, isCurrent }) => (
        <Link
          key={href}
          href={href}
          aria-current={isCurrent ? 'true' : undefined}
          className="inline-flex min-h-9 items-center rounded-full px-3 text-s font-semibold text-ink-3 transition-colors duration-(--fast) hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink pointer-coarse:min-h-11"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
