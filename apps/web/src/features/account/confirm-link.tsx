'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type ReactNode, useRef, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { routes } from '../../lib/routes.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/field-form.tsx';
import { Outcome } from './outcome.tsx';

export type ConfirmLinkProps = { kind: 'email' | 'change'; token: string };

/** Uses a mail's link when its reader says so: programs that look into mails open links, too, and a link works once. */
export function ConfirmLink({ kind, token }: ConfirmLinkProps): ReactNode {
  const t = useTranslations('account');
  const errorText = useErrorText();
  const { outcome, isBusy, failure, confirm } = useConfirmation({ kind, token });
  if (outcome) {
    return (
      <Outcome
        title={t(`${outcome}Title`)}
        text={t(`${outcome}Text`)}
        way={{ label: t('toHome'), href: routes.home() }}
      />
    );
  }
  const isEmail = kind === 'email';
  return (
    <>
      <h1 className="text-2xl leading-tight font-bold tracking-tight">
        {t(isEmail ? 'verifyTitle' : 'confirmTitle')}
      </h1>
      <p className="mt-1 mb-7 text-ink-2">{t(isEmail ? 'verifyIntro' : 'confirmIntro')}</p>
      <div role="alert" className="mb-5 empty:hidden">
        {failure !== null && <FailureNote>{errorText(failure)}</FailureNote>}
      </div>
      <Button isBusy={isBusy} className="min-h-11 w-full" onClick={() => void confirm()}>
        {t(isEmail ? 'verify' : 'confirm')}
      </Button>
      {failureOf(failure).code === 'LINK_INVALID' && (
        <p className="mt-7 border-t border-line pt-5 text-s">
          <Link
            href={routes.account()}
            className="font-[650] text-accent underline-offset-2 hover:underline"
          >
            {t('askAnother')}
          </Link>
        </p>
      )}
    </>
  );
}

function useConfirmation({ kind, token }: ConfirmLinkProps) {
  const { auth } = useApiClient().member;
  const { profile } = useApi().member;
  const queryClient = useQueryClient();
  const [outcome, setOutcome] = useState<'verified' | 'waiting' | 'changed'>();
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const isSending = useRef(false);

  async function send(): Promise<'verified' | 'waiting' | 'changed'> {
    if (kind === 'change') return (await auth.confirmEmailChange.mutate({ token })).state;
    await auth.verifyEmail.mutate({ token });
    return 'verified';
  }

  async function confirm(): Promise<void> {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setFailure(null);
    try {
      setOutcome(await send());
      void queryClient.invalidateQueries(profile.me.queryFilter());
    } catch (error) {
      setFailure(error);
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  }
  return { outcome, isBusy, failure, confirm };
}
