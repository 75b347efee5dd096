'use client';

import { DownloadBrokenError, type DownloadProgress } from '@dailyfeed/client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useDownloadExport } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';

export type ExportState =
  | { kind: 'idle' | 'cancelled' }
  /** Null until it is known how much there is. */
  | { kind: 'running'; progress: DownloadProgress | null }
  | { kind: 'done'; fileName: string }
  | { kind: 'failed'; text: string };

/** Downloads everything of the member's and saves it; one at a time. Leaving the page calls it off. */
export function useExport(): { state: ExportState; start: () => void; cancel: () => void } {
  const t = useTranslations('account');
  const errorText = useErrorText();
  const download = useDownloadExport();
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const textOf = (error: unknown): string => {
    if (error instanceof DownloadBrokenError) return t('exportBroken');
    const { code, retryAfterSeconds } = failureOf(error);
    if (code !== 'RATE_LIMITED' || retryAfterSeconds === null) return errorText(error);
    return t('exportLimit', { hours: Math.ceil(retryAfterSeconds / 3600) });
  };

  const run = async (): Promise<void> => {
    if (running.current) return;
    const leaving = new AbortController();
    running.current = leaving;
    setState({ kind: 'running', progress: null });
    try {
      const { blob, fileName } = await download({
        signal: leaving.signal,
        onProgress: (progress) => setState({ kind: 'running', progress }),
      });
      save(blob, fileName);
      setState({ kind: 'done', fileName });
    } catch (error) {
      setState(
        leaving.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', text: textOf(error) },
      );
    } finally {
      running.current = null;
    }
  };
  return { state, start: () => void run(), cancel: () => running.current?.abort() };
}

/** Hands a file to the browser, which puts it where downloads go. */
function save(blob: Blob, fileName: string): void {
  const href = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href, download: fileName });
  link.click();
  // Not at once: the browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
