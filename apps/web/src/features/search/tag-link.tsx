import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { cx } from '../../ui/cx.ts';

/** A tag and how much is written under it, leading there. */
export function TagLink(props: { tag: string; note: string; className?: string }): ReactNode {
  const { tag, note, className } = props;
  return (
    <Link
      href={routes.tag(tag)}
      prefetch={false}
      className={cx(
        'flex min-h-11 items-baseline justify-between gap-4 hover:[&>b]:underline',
        className,
      )}
    >
      <b dir="auto" className="min-w-0 truncate">
        #{tag}
      </b>
      <span className="flex-none text-s text-ink-3">{note}</span>
    </Link>
  );
}
