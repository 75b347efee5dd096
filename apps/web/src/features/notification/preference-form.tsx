'use client';

import { NotificationPreferences, NotificationSource } from '@dailyfeed/contract/notification';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { useSendForm } from '../../lib/use-send-form.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { toast } from '../../ui/toaster.tsx';
import { SaveSection } from '../profile-settings/save-section.tsx';

const kinds = ['like', 'comment', 'reply', 'mention', 'follow'] as const;

/** From whom the member wants to hear of each kind. */
export function PreferenceForm(props: { preferences: NotificationPreferences }): ReactNode {
  const t = useTranslations('notification');
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const { form, submit, isBusy, failure } = useSendForm({
    schema: NotificationPreferences,
    defaultValues: props.preferences,
    // What was not changed here may have been changed in another tab since.
    send: (_values, changed) => client.activity.notification.setPreferences.mutate(changed),
    afterwards: 'kept',
    valuesOf: (saved) => saved,
    onSent: (saved) => {
      queryClient.setQueryData(api.activity.notification.preferences.queryKey(), saved);
      toast.success(t('saved'));
    },
  });
  const options = NotificationSource.options.map((value) => ({
    value,
    label: t(`source.${value}`),
  }));
  return (
    <SaveSection
      title={t('settingsTitle')}
      text={t('settingsText')}
      save={t('save')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
    >
      {kinds.map((kind) => (
        <SelectField
          key={kind}
          label={t(`preference.${kind}`)}
          options={options}
          {...form.register(kind)}
        />
      ))}
    </SaveSection>
  );
}
