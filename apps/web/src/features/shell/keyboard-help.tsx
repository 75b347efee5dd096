'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** Tells those with a keyboard that there are shortcuts. */
export function KeyboardHint(): ReactNode {
  const t = useTranslations('shell');
  return (
    <p>
      {t.rich('keyboardHint', {
        key: (text) => <kbd className="rounded-1 border border-line-strong px-1.5">{text}</kbd>,
      })}
    </p>
  );
}
