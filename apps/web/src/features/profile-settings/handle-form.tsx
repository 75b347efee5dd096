'use client';

import type { Me } from '@dailyfeed/contract/member';
import { ChangeHandleInput } from '@dailyfeed/contract/profile';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toaster.tsx';
import { SaveSection } from './save-section.tsx';
import { useMeForm } from './use-me-form.ts';

/** Changes the name in the member's address; the old one leads to them for a while. */
export function HandleForm({ me }: { me: Me }): ReactNode {
  const t = useTranslations('profileSettings');
  const client = useApiClient();
  const { form, submit, isBusy, failure } = useMeForm({
    schema: ChangeHandleInput,
    me,
    valuesOf: ({ handle }) => ({ handle }),
    save: (_, values) => client.member.profile.changeHandle.mutate(values),
    onSaved: (saved) => toast.success(t('handleSaved', { handle: saved.handle })),
  });
  return (
    <SaveSection
      title={t('handleTitle')}
      text={t('handleText')}
      save={t('handleSave')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
    >
      <TextField
        {...form.register('handle')}
        label={t('handle')}
        hint={t('handleHint')}
        prefix="@"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={form.formState.errors.handle?.message}
      />
    </SaveSection>
  );
}
