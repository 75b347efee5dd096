'use client';

import { ChangeEmailInput } from '@dailyfeed/contract/account';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { useSendForm } from '../../lib/use-send-form.ts';
import { EmailField } from '../../ui/email-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toaster.tsx';
import { SaveSection } from '../profile-settings/save-section.tsx';

/** Asks both addresses to confirm that the member moves. */
export function ChangeEmailForm(): ReactNode {
  const t = useTranslations('account');
  const client = useApiClient();
  const { form, submit, isBusy, failure } = useSendForm({
    schema: ChangeEmailInput,
    defaultValues: { email: '', password: '' },
    send: (values) => client.member.auth.changeEmail.mutate(values),
    onSent: () => toast.success(t('changeEmailSent')),
  });
  const { errors } = form.formState;
  return (
    <SaveSection
      title={t('changeEmailTitle')}
      text={t('changeEmailText')}
      save={t('changeEmail')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
    >
      <EmailField
        {...form.register('email')}
        label={t('newEmail')}
        autoComplete="email"
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
    </SaveSection>
  );
}
