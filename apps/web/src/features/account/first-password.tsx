'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toaster.tsx';

/** For a member without a password: how they get one, and what it is needed for. */
export function FirstPassword({ email }: { email: string }): ReactNode {
  const t = useTranslations('provider');
  const errorText = useErrorText();
  const titleId = useId();
  const { mutate, isPending } = useMutation(
    useApi().member.auth.requestPasswordReset.mutationOptions({
      onSuccess: () => toast.success(t('linkSent')),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <section aria-labelledby={titleId} className="border-b border-line px-4 py-6 tablet:px-5">
      <h2 id={titleId} className="font-bold">
        {t('passwordTitle')}
      </h2>
      <p className="mt-0.5 max-w-text text-s wrap-anywhere text-ink-3">
        {t('passwordText', { email })}
      </p>
      <p className="mt-2 mb-4 max-w-text text-s text-ink-3">{t('emailNeedsPassword')}</p>
      <Button
        look="quiet"
        className="min-h-11"
        isBusy={isPending}
        onClick={() => mutate({ email })}
      >
        {t('sendLink')}
      </Button>
    </section>
  );
}
