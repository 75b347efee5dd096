'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useGuardedRouter } from '../../lib/use-guarded-router.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { findStoryFilter, type StoryFilter, storyFilters } from './story-filter.ts';

/** Which part of the story is shown; it stands in the address. */
export function TypeFilter({ type }: { type: StoryFilter | undefined }): ReactNode {
  const t = useTranslations('activity');
  const router = useGuardedRouter();
  return (
    <div className="border-b border-line px-4 py-3 tablet:px-5">
      <div className="max-w-72">
        <SelectField
          label={t('filter')}
          hint={t('intro')}
          value={type ?? ''}
          onChange={({ target }) =>
            router.replace(routes.activity(findStoryFilter(target.value)), { scroll: false })
          }
          options={[
            { value: '', label: t('all') },
            ...storyFilters.map((value) => ({ value, label: t(`filters.${value}`) })),
          ]}
        />
      </div>
    </div>
  );
}
