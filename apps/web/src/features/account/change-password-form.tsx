'use client';

import { ChangePasswordInput } from '@dailyfeed/contract/account';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useSessionActions } from '../../lib/session.tsx';
import { useSendForm } from '../../lib/use-send-form.ts';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toaster.tsx';
import { SaveSection } from '../profile-settings/save-section.tsx';

/** Changes the password; this session goes on, all others end. */
export function ChangePasswordForm(): ReactNode {
  const t = useTranslations('account');
  const session = useSessionActions();
  const { form, submit, isBusy, failure } = useSendForm({
    schema: ChangePasswordInput,
    defaultValues: { currentPassword: '', newPassword: '' },
    send: (values) => session.changePassword(values),
    onSent: () => toast.success(t('passwordChanged')),
  });
  const { errors } = form.formState;
  return (
    <SaveSection
      title={t('passwordTitle')}
      text={t('passwordText')}
      save={t('changePassword')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
    >
      <TextField
        {...form.register('currentPassword')}
        label={t('currentPassword')}
        type="password"
        autoComplete="current-password"
        required
        error={errors.currentPassword?.message}
      />
      <TextField
        {...form.register('newPassword')}
        label={t('newPassword')}
        hint={t('passwordHint')}
        type="password"
        autoComplete="new-password"
        required
        error={errors.newPassword?.message}
      />
    </SaveSection>
  );
}
