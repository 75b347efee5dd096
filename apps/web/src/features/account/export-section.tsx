'use client';

import type { DownloadProgress } from '@dailyfeed/client';
import { CircleAlert, CircleCheck, Download } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';

import { Button } from '../../ui/button.tsx';
import { type ExportState, useExport } from './use-export.ts';

/** Everything of the member's as a file, with its progress and a way to call it off. */
export function ExportSection(): ReactNode {
  const t = useTranslations('account');
  const titleId = useId();
  const { state, start, cancel } = useExport();
  return (
    <section aria-labelledby={titleId} className="border-b border-line px-4 py-6 tablet:px-5">
      <h2 id={titleId} className="font-bold">
        {t('exportTitle')}
      </h2>
      <p className="mt-0.5 mb-4 max-w-text text-s text-ink-3">{t('exportText')}</p>
      {state.kind === 'running' && <Progress progress={state.progress} labelId={titleId} />}
      {/* One button with two meanings, so that the focus stays where it is. */}
      <Button look="quiet" className="min-h-11" onClick={state.kind === 'running' ? cancel : start}>
        {state.kind === 'running' ? (
          t('exportCancel')
        ) : (
          <>
            <Download aria-hidden="true" className="size-4.5" />
            {t('exportStart')}
          </>
        )}
      </Button>
      <Ending state={state} />
    </section>
  );
}

function Progress(props: { progress: DownloadProgress | null; labelId: string }): ReactNode {
  const t = useTranslations('account');
  const format = useFormatter();
  const { progress, labelId } = props;
  const text =
    progress === null
      ? t('exportBeginning')
      : t('exportProgress', {
          count: progress.itemCount,
          total: progress.itemTotal,
          size: format.number(progress.byteCount / 1_000_000, {
            style: 'unit',
            unit: 'megabyte',
            maximumFractionDigits: 1,
          }),
        });
  return (
    <div className="mb-4 max-w-form">
      <progress
        aria-labelledby={labelId}
        aria-valuetext={text}
        {...(progress !== null && { value: progress.itemCount, max: progress.itemTotal })}
        className={bar}
      />
      <p className="mt-1.5 text-s text-ink-2 tabular-nums">{text}</p>
    </div>
  );
}

function Ending({ state }: { state: ExportState }): ReactNode {
  const t = useTranslations('account');
  return (
    <>
      <output className="mt-3 flex items-center gap-1.5 text-s text-ink-2 empty:hidden">
        {state.kind === 'done' && (
          <>
            <CircleCheck aria-hidden="true" className="size-4 flex-none" />
            <span className="wrap-anywhere">{t('exportDone', { fileName: state.fileName })}</span>
          </>
        )}
        {state.kind === 'cancelled' && t('exportCancelled')}
      </output>
      <p role="alert" className="mt-3 flex items-center gap-1.5 text-s text-danger empty:hidden">
        {state.kind === 'failed' && (
          <>
            <CircleAlert aria-hidden="true" className="size-4 flex-none" />
            {state.text}
          </>
        )}
      </p>
    </>
  );
}

const bar =
  'block h-2 w-full appearance-none overflow-hidden rounded-full bg-sunken accent-accent [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent';
