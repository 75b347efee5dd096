'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { formatMoment } from '../../lib/format.ts';
import { useTimeContext } from '../../lib/time.ts';

/** Says beside a post's date that its text was changed; when, shows under the pointer. */
export function EditedMark({ time }: { time: string }): ReactNode {
  const t = useTranslations('post');
  const date = formatMoment(new Date(time), useTimeContext());
  return (
    <time dateTime={time} title={t('editedAt', { date })} suppressHydrationWarning>
      {t('edited')}
    </time>
  );
}
