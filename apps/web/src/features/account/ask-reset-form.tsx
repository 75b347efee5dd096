'use client';

import { RequestPasswordResetInput } from '@dailyfeed/contract/account';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useSendForm } from '../../lib/use-send-form.ts';
import { Button } from '../../ui/button.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { AuthForm } from '../auth/auth-form.tsx';
import { Outcome } from './outcome.tsx';

/** Asks for a link to set another password. What it says afterwards is the same for every address. */
export function AskResetForm(): ReactNode {
  const t = useTranslations('account');
  const client = useApiClient();
  const [isAsked, setAsked] = useState(false);
  const { form, submit, isBusy, failure } = useSendForm({
    schema: RequestPasswordResetInput,
    defaultValues: { email: '' },
    send: (values) => client.member.auth.requestPasswordReset.mutate(values),
    onSent: () => setAsked(true),
  });
  if (isAsked) {
    return (
      <Outcome title={t('askedTitle')} text={t('askedText')}>
        <Button look="quiet" className="min-h-11" onClick={() => setAsked(false)}>
          {t('askAgain')}
        </Button>
      </Outcome>
    );
  }
  return (
    <AuthForm
      title={t('askTitle')}
      intro={t('askIntro')}
      submit={t('ask')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
      other={{ question: t('remembered'), answer: t('toLogIn'), href: routes.logIn() }}
    >
      <EmailField
        {...form.register('email')}
        label={t('email')}
        autoComplete="username"
        error={form.formState.errors.email?.message}
      />
    </AuthForm>
  );
}
