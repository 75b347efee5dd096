'use client';

import { ResetPasswordInput } from '@dailyfeed/contract/account';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useSendForm } from '../../lib/use-send-form.ts';
import { TextField } from '../../ui/text-field.tsx';
import { AuthForm } from '../auth/auth-form.tsx';
import { Outcome } from './outcome.tsx';

const Input = ResetPasswordInput.pick({ password: true });

/** Sets a password by the token of a mail's link. */
export function SetPasswordForm({ token }: { token: string }): ReactNode {
  const t = useTranslations('account');
  const client = useApiClient();
  const [isSet, setSet] = useState(false);
  const { form, submit, isBusy, failure } = useSendForm({
    schema: Input,
    defaultValues: { password: '' },
    send: ({ password }) => client.member.auth.resetPassword.mutate({ token, password }),
    onSent: () => setSet(true),
  });
  if (isSet) {
    const way = { label: t('toLogIn'), href: routes.logIn() };
    return <Outcome title={t('setDoneTitle')} text={t('setDoneText')} way={way} />;
  }
  return (
    <AuthForm
      title={t('setTitle')}
      intro={t('setIntro')}
      submit={t('set')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
      other={{ question: t('forgot'), answer: t('askAgain'), href: routes.resetPassword() }}
    >
      <TextField
        {...form.register('password')}
        label={t('newPassword')}
        hint={t('passwordHint')}
        type="password"
        autoComplete="new-password"
        required
        error={form.formState.errors.password?.message}
      />
    </AuthForm>
  );
}
