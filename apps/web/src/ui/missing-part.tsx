'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useReload } from '../lib/use-reload.ts';
import { Button } from './button.tsx';

/** In place of a part whose script could not come: it comes with the page, when that is loaded anew. */
export function MissingPart(): ReactNode {
  const t = useTranslations();
  const reload = useReload();
  return (
    <div role="alert" className="flex items-center gap-3 py-2 text-s text-ink-2">
      <p>{t('error.NETWORK')}</p>
      <Button look="quiet" size="s" onClick={reload}>
        {t('ui.retry')}
      </Button>
    </div>
  );
}
