'use client';

import type { DeadLetter, DeadLetterStatus } from '@dailyfeed/contract/dead-letter';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { AlertDialog } from '../../ui/dialog.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { toast } from '../../ui/toaster.tsx';
import { DeadLetterDialog } from './dead-letter-dialog.tsx';

const statusLooks: Record<DeadLetterStatus, string> = {
  waiting: 'text-danger',
  resent: 'text-accent',
  parked: 'text-ink-3',
};

/** One message that went nowhere, why, and what can be done about it. */
export function DeadLetterRow({ letter }: { letter: DeadLetter }): ReactNode {
  const t = useTranslations('deadLetter');
  const [open, setOpen] = useState<'show' | 'resend' | 'park' | null>(null);
  const close = (): void => setOpen(null);
  const { resend, park } = useDecisions(letter, close);
  const name = letter.eventType ?? t('unreadable');
  const toLabel = (verb: string): string => `${verb}: ${name}, ${letter.group}`;
  return (
    <li className="grid gap-2 border-b border-line px-4 py-4 tablet:px-5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-semibold wrap-anywhere">{name}</span>
        <span className={cx('text-s font-[650]', statusLooks[letter.status])}>
          {t(letter.status)}
        </span>
        <RelativeTime time={letter.firstFailedAt} className="ms-auto text-s text-ink-3" />
      </p>
      <p className="text-s wrap-anywhere text-ink-2">
        {letter.errorClass}: {letter.errorMessage}
      </p>
      <p className="text-s wrap-anywhere text-ink-3">
        {letter.group} · {t('attempts', { count: letter.attempts })} ·{' '}
        {t('resends', { count: letter.resends })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="ghost"
          size="s"
          aria-label={toLabel(t('show'))}
          onClick={() => setOpen('show')}
        >
          {t('show')}
        </Button>
        {letter.status !== 'resent' && (
          <Button
            look="quiet"
            size="s"
            aria-label={toLabel(t('resend'))}
            onClick={() => setOpen('resend')}
          >
            {t('resend')}
          </Button>
        )}
        {letter.status === 'waiting' && (
          <Button
            look="danger"
            size="s"
            aria-label={toLabel(t('park'))}
            onClick={() => setOpen('park')}
          >
            {t('park')}
          </Button>
        )}
      </div>
      <DeadLetterDialog id={letter.id} isOpen={open === 'show'} onClose={close} />
      <AlertDialog
        isOpen={open === 'resend'}
        onOpenChange={close}
        title={t('resendTitle')}
        description={t(letter.kind === 'listener' ? 'resendListener' : 'resendPublisher', {
          group: letter.group,
        })}
        action={t('resend')}
        isBusy={resend.isPending}
        onAction={() => resend.mutate({ id: letter.id })}
      />
      <AlertDialog
        isOpen={open === 'park'}
        onOpenChange={close}
        title={t('parkTitle')}
        description={t('parkText')}
        action={t('park')}
        isBusy={park.isPending}
        onAction={() => park.mutate({ id: letter.id })}
      />
    </li>
  );
}

function useDecisions({ kind }: DeadLetter, onSettled: () => void) {
  const t = useTranslations('deadLetter');
  const errorText = useErrorText();
  const queries = useQueryClient();
  const { deadLetter } = useApi().activity;
  const optionsOf = (done: string) => ({
    onSuccess: () => toast.success(done),
    onError: (error: unknown) => toast.error(errorText(error)),
    // Also after a failure: mostly someone else was quicker.
    onSettled: () => {
      onSettled();
      void queries.invalidateQueries({ queryKey: deadLetter.pathKey() });
    },
  });
  const resent = t(kind === 'listener' ? 'resentDone' : 'resentPublisherDone');
  return {
    resend: useMutation(deadLetter.resend.mutationOptions(optionsOf(resent))),
    park: useMutation(deadLetter.park.mutationOptions(optionsOf(t('parkedDone')))),
  };
}
