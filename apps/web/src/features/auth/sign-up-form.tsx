'use client';

import { SignUpInput } from '@dailyfeed/contract/auth';
import { useLocale, useTranslations } from 'next-intl';
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

const Input = SignUpInput.pick({ email: true, password: true, handle: true, displayName: true });

export function SignUpForm({ next, external, error }: FormProps): ReactNode {
  const t = useTranslations('auth');
  const errorSays = useTranslations('error');
  const language = useLocale();
  const session = useSessionActions();
  const { form, submit, isBusy, failure } = useGrantForm({
    schema: Input,
    // In the order of the form.
    defaultValues: { displayName: '', handle: '', email: '', password: '' },
    grant: (values) => session.signUp({ ...values, language }),
    onGranted: (member) => toast.success(t('welcome', { name: member.displayName })),
    next,
  });
  const { errors } = form.formState;
  return (
    <AuthForm
      title={t('signUpTitle')}
      intro={t('signUpIntro')}
      submit={t('signUp')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
      before={<ProviderFailure code={error} />}
      after={<ProviderChoice external={external} next={next} />}
      other={{ question: t('haveAccount'), answer: t('toLogIn'), href: routes.logIn(next) }}
    >
      <TextField
        {...form.register('displayName')}
        label={t('displayName')}
        hint={t('displayNameHint')}
        autoComplete="name"
        required
        error={errors.displayName?.message}
      />
      <TextField
        {...form.register('handle')}
        label={t('handle')}
        hint={t('handleHint')}
        prefix="@"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={errors.handle?.message}
      />
      <EmailField
        {...form.register('email')}
        label={t('email')}
        autoComplete="username"
        error={errors.email?.message}
        {...(errors.email?.message === 'taken' && {
          errorNote: (
            <Link href={routes.logIn(next)} className="underline underline-offset-2">
              {errorSays('EMAIL_TAKEN')}
            </Link>
          ),
        })}
      />
      <TextField
        {...form.register('password')}
        label={t('password')}
        hint={t('passwordHint')}
        type="password"
        autoComplete="new-password"
        required
        error={errors.password?.message}
      />
    </AuthForm>
  );
}
