'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { AuthHeading } from '../auth/auth-form.tsx';
import type { FormProps } from '../auth/form-props.ts';
import { useLeaveAsMember } from '../auth/use-grant-form.ts';
import { ProviderFailure, ProviderLinks } from './provider-choice.tsx';

/** Log-in and sign-up where there are no accounts by e-mail: they are one. */
export function ProvidersOnly(props: FormProps & { page: 'logIn' | 'signUp' }): ReactNode {
  const t = useTranslations('auth');
  const says = useTranslations('provider');
  useLeaveAsMember(props.next);
  const isLogIn = props.page === 'logIn';
  return (
    <>
      <AuthHeading
        title={t(isLogIn ? 'logInTitle' : 'signUpTitle')}
        intro={says(isLogIn ? 'closedLogIn' : 'closedSignUp')}
      />
      <ProviderFailure code={props.error} />
      <ProviderLinks external={props.external} next={props.next} />
    </>
  );
}
