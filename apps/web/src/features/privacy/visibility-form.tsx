'use client';

import { type Me, Visibility } from '@dailyfeed/contract/member';
import { SetVisibilityInput } from '@dailyfeed/contract/profile';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { cx } from '../../ui/cx.ts';
import { toast } from '../../ui/toaster.tsx';
import { SaveSection } from '../profile-settings/save-section.tsx';
import { useMeForm } from '../profile-settings/use-me-form.ts';

/** Who sees what the member writes and tells; saved by a button, for opening an account cannot be taken back. */
export function VisibilityForm({ me }: { me: Me }): ReactNode {
  const t = useTranslations('privacy');
  const client = useApiClient();
  const { form, submit, isBusy, failure } = useMeForm({
    schema: SetVisibilityInput,
    me,
    valuesOf: ({ visibility }) => ({ visibility }),
    save: (_, values) => client.member.profile.setVisibility.mutate(values),
    onSaved: (saved) => toast.success(t(`saved.${saved.visibility}`)),
  });
  return (
    <SaveSection
      title={t('visibilityTitle')}
      text={t('visibilityText')}
      save={t('save')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
    >
      <fieldset className="grid gap-2">
        <legend className="sr-only">{t('visibilityTitle')}</legend>
        {Visibility.options.map((value) => (
          <label key={value} className={option}>
            <input
              {...form.register('visibility')}
              type="radio"
              value={value}
              className="mt-1 size-4 flex-none accent-(--accent)"
            />
            <span>
              <span className="block font-semibold">{t(`name.${value}`)}</span>
              <span className="block text-s text-ink-2">{t(`text.${value}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </SaveSection>
  );
}

const option = cx(
  'flex items-start gap-3 rounded-2 border border-line-strong px-3.5 py-3 transition-colors duration-(--fast)',
  'hover:bg-sunken has-checked:border-accent',
);
