'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useMutation } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toaster.tsx';

/** The member's address, and whether it is proven; if not, the link can be sent again. */
export function EmailState({ me }: { me: Me }): ReactNode {
  const t = useTranslations('account');
  const errorText = useErrorText();
  const titleId = useId();
  const resend = useMutation(
    useApi().member.auth.requestEmailVerification.mutationOptions({
      onSuccess: () => toast.success(t('resent')),
      onError: (error) => toast.error(errorText(error)),
    }),
  );
  return (
    <section aria-labelledby={titleId} className="border-b border-line px-4 py-6 tablet:px-5">
      <h2 id={titleId} className="font-bold">
        {t('emailTitle')}
      </h2>
      <p className="mt-0.5 mb-4 max-w-text text-s text-ink-3">{t('emailText')}</p>
      <p className="font-semibold wrap-anywhere">{me.email}</p>
      <p className="mt-1 flex items-center gap-1.5 text-s text-ink-2 [&_svg]:size-4">
        {me.emailVerified ? <CircleCheck aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
        {t(me.emailVerified ? 'verified' : 'unverified')}
      </p>
      {!me.emailVerified && (
        <Button
          look="quiet"
          className="mt-4 min-h-11"
          isBusy={resend.isPending}
          onClick={() => resend.mutate()}
        >
          {t('resend')}
        </Button>
      )}
    </section>
  );
}
