'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useErrorText } from '../i18n/use-error-text.ts';
import { Button } from './button.tsx';
import { Spinner } from './spinner.tsx';

export { EmptyState } from './empty-state.tsx';

export type ErrorStateProps = {
  error: unknown;
  onRetry?: () => void;
  isRetrying?: boolean;
  /** Where something else is done than before. */
  retryText?: string;
};

/** What stands in place of what could not be loaded: the reason, and a way on. */
export function ErrorState({
  error,
  onRetry,
  isRetrying = false,
  retryText,
}: ErrorStateProps): ReactNode {
  const errorText = useErrorText();
  const t = useTranslations();
  return (
    <div role="alert" className="grid justify-items-center gap-2 px-6 py-14 text-center">
      <p className="text-l font-bold">{t('error.title')}</p>
      <p className="max-w-[42ch] text-ink-2">{errorText(error)}</p>
      {onRetry && (
        <Button look="quiet" className="mt-2" isBusy={isRetrying} onClick={onRetry}>
          {retryText ?? t('ui.retry')}
        </Button>
      )}
    </div>
  );
}

/** Where a query stands, as far as this needs it. */
type Failed = { error: unknown; isFetching: boolean; refetch: () => unknown };

/** The same for a query, which is asked again by the button. */
export function QueryError({ query }: { query: Failed }): ReactNode {
  return (
    <ErrorState
      error={query.error}
      isRetrying={query.isFetching}
      onRetry={() => void query.refetch()}
    />
  );
}

/** The last line of a list that has been read to its end. */
export function EndOfList(): ReactNode {
  const t = useTranslations('ui');
  return <p className="py-8 text-center text-s text-ink-3">{t('end')}</p>;
}

/** The last line of a list while more of it is on the way. */
export function LoadingMore(): ReactNode {
  const t = useTranslations('ui');
  return (
    <output className="flex items-center justify-center gap-2 py-8 text-s text-ink-3">
      <Spinner /> {t('loading')}
    </output>
  );
}
