'use client';

import { CloudOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useIsStopped } from '../../lib/use-is-stopped.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export type BrokenProps = {
  error: unknown;
  /** Asks the server for the page again. */
  retry: () => void;
};

/** In place of a page that failed, on the server (the gateway is away) or in the browser. */
export function Broken({ retry }: BrokenProps): ReactNode {
  const t = useTranslations();
  const isStopped = useIsStopped();
  return (
    <div role="alert">
      <EmptyState icon={<CloudOff />} title={t('shell.brokenTitle')}>
        <p>{t('shell.brokenText')}</p>
        <Button
          look="quiet"
          className="mt-3"
          onClick={() => {
            if (!isStopped()) retry();
          }}
        >
          {t('ui.retry')}
        </Button>
      </EmptyState>
    </div>
  );
}
