'use client';

import { LogInInput } from '@dailyfeed/contract/auth';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { EmailField } from '../../ui/email-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toaster.tsx';
import { ProviderChoice, ProviderFailure } from '../provider/provider-choice.tsx';
import { AuthForm } from './auth-form.tsx';
import type { FormProps } from './form-props.ts';
import { useGrantForm } from './use-grant-form.ts';

export function LogInForm({ next, external, error }: FormProps): ReactNode {
  const t = useTranslations('auth');
  const forgot = useTranslations('account');
  const session = useSessionActions();
  const { form, submit, isBusy, failure } = useGrantForm({
    schema: LogInInput,
    defaultValues: { email: '', password: '' },
    grant: async (values) => {
      const member = await session.logIn(values);
      const name = member.displayName;
      toast.success(member.isReactivated ? t('reactivated', { name }) : t('welcomeBack', { name }));
      return member;
    },
    onGranted: () => undefined,
    next,
  });
  const { errors } = form.formState;
  return (
    <AuthForm
      title={t('logInTitle')}
      intro={t('logInIntro')}
      submit={t('logIn')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
      before={<ProviderFailure code={error} />}
      after={<ProviderChoice external={external} next={next} />}
      other={{ question: t('newHere'), answer: t('toSignUp'), href: routes.signUp(next) }}
    >
      <EmailField
        {...form.register('email')}
        label={t('email')}
        autoComplete="username"
        error={errors.email?.message}
      />
      <TextField
        {...form.register('password')}
        label={t('password')}
        type="password"
        autoComplete="current-password"
        required
        error={errors.password?.message}
      />
      <Link
        href={routes.resetPassword()}
        className="-mt-2 justify-self-start py-1 text-s font-[650] text-accent underline-offset-2 hover:underline"
      >
        {forgot('forgot')}
      </Link>
    </AuthForm>
  );
}
