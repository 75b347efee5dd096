'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useOpened } from '../../lib/view-memory.tsx';

/**
 * What stands under a content warning: folded until the reader opens it, with or without scripts; then open wherever
 * the same `name` is shown.
 */
export function Warned(props: {
  warning: string | null;
  name: string;
  children: ReactNode;
}): ReactNode {
  const { warning, name, children } = props;
  const t = useTranslations('post');
  const [isOpen, setOpen] = useOpened(`warned ${name}`);
  if (warning === null) return children;
  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/warned mt-2 max-w-text"
    >
      <summary className="flex min-h-11 cursor-pointer list-none items-center gap-2.5 rounded-2 border border-line bg-sunken/40 px-3 py-2 text-s hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <TriangleAlert aria-hidden="true" className="size-4.5 flex-none text-ink-3" />
        <span className="min-w-0 flex-1">
          <span className="sr-only">{t('warning')}: </span>
          <b dir="auto">{warning}</b>
        </span>
        <span className="flex-none font-semibold text-accent group-open/warned:hidden">
          {t('warnedShow')}
        </span>
        <span className="hidden flex-none font-semibold text-accent group-open/warned:inline">
          {t('warnedHide')}
        </span>
      </summary>
      {children}
    </details>
  );
}
