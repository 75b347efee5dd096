'use client';

import { Language, type Me } from '@dailyfeed/contract/member';
import { UpdateProfileInput } from '@dailyfeed/contract/profile';
import { Gender } from '@dailyfeed/contract/profile-field';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type * as z from 'zod';

import { useLanguage } from '../../i18n/use-language.ts';
import { useApiClient } from '../../lib/api.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextAreaField } from '../../ui/text-area-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toaster.tsx';
import { languageNames } from '../settings/preference.ts';
import { SaveSection } from './save-section.tsx';
import { useCountryOptions } from './use-country-options.ts';
import { useMeForm } from './use-me-form.ts';

/** What a member tells of themselves: to others above, to nobody but the service below. */
export function ProfileForm({ me }: { me: Me }): ReactNode {
  const t = useTranslations('profileSettings');
  const client = useApiClient();
  const { language, setLanguage } = useLanguage();
  const countries = useCountryOptions();
  const { form, submit, isBusy, failure } = useMeForm({
    schema: UpdateProfileInput,
    me,
    valuesOf,
    save: (changed) => client.member.profile.update.mutate(changed),
    onSaved: (saved) => {
      toast.success(t('saved'));
      const chosen = languageOf(saved);
      if (chosen !== languageOf(me) && chosen !== language) setLanguage(chosen);
    },
  });
  const { errors } = form.formState;
  return (
    <SaveSection
      title={t('profileTitle')}
      text={t('profileText')}
      save={t('save')}
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
    >
      <TextField
        {...form.register('displayName')}
        label={t('displayName')}
        autoComplete="name"
        required
        error={errors.displayName?.message}
      />
      <TextAreaField
        {...form.register('bio')}
        label={t('bio')}
        hint={t('bioHint')}
        isOptional
        error={errors.bio?.message}
      />
      <TextField
        {...form.register('location')}
        label={t('location')}
        isOptional
        error={errors.location?.message}
      />
      <TextField
        {...form.register('websiteUrl')}
        label={t('website')}
        type="url"
        inputMode="url"
        autoComplete="url"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://"
        isOptional
        error={errors.websiteUrl?.message}
      />
      <fieldset className="mt-2 grid gap-5 border-t border-line pt-5">
        <legend className="float-left w-full font-bold">{t('privateTitle')}</legend>
        <p className="-mt-4 text-s text-ink-3">{t('privateText')}</p>
        <TextField
          {...form.register('birthDate')}
          label={t('birthDate')}
          type="date"
          min="1900-01-01"
          autoComplete="bday"
          isOptional
          error={errors.birthDate?.message}
        />
        <SelectField
          {...form.register('gender')}
          label={t('gender')}
          isOptional
          options={[
            { value: '', label: t('notTold') },
            ...Gender.options.map((value) => ({ value, label: t(value) })),
          ]}
          error={errors.gender?.message}
        />
        <SelectField
          {...form.register('country')}
          label={t('country')}
          autoComplete="country"
          isOptional
          options={[{ value: '', label: t('notTold') }, ...countries]}
          error={errors.country?.message}
        />
        <SelectField
          {...form.register('language')}
          label={t('language')}
          hint={t('languageHint')}
          options={languageNames}
          error={errors.language?.message}
        />
      </fieldset>
    </SaveSection>
  );
}

function valuesOf(me: Me): z.input<typeof UpdateProfileInput> {
  const { displayName, bio, location } = me;
  return {
    displayName,
    bio,
    location,
    websiteUrl: me.websiteUrl ?? '',
    birthDate: me.birthDate ?? '',
    gender: me.gender ?? '',
    country: me.country ?? '',
    language: languageOf(me),
  };
}

function languageOf(me: Me): Language {
  return Language.catch('en').parse(me.language);
}
