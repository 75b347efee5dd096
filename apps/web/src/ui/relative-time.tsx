'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { formatAge, formatAgo, formatMoment } from '../lib/format.ts';
import { useTimeContext } from '../lib/time.ts';

/**
 * How long ago an ISO time is: "4분", "3h", "Nov 14", or "4분 전" within a `sentence`; the exact moment in the reader's
 * zone shows under the pointer.
 */
export function RelativeTime({ time, className, form = 'short' }: RelativeTimeProps): ReactNode {
  const t = useTranslations('ui');
  const context = useTimeContext();
  const date = new Date(time);
  return (
    <time
      dateTime={time}
      title={formatMoment(date, context)}
      className={className}
      // Node and browsers carry different editions of the language data.
      suppressHydrationWarning
    >
      {(form === 'short' ? formatAge : formatAgo)(date, context) ?? t('now')}
    </time>
  );
}

/** The exact moment, written out in the reader's zone. */
export function ExactTime({ time, className }: TimeProps): ReactNode {
  const context = useTimeContext();
  return (
    <time dateTime={time} className={className} suppressHydrationWarning>
      {formatMoment(new Date(time), context)}
    </time>
  );
}

type TimeProps = { time: string; className?: string };
type RelativeTimeProps = TimeProps & { form?: 'short' | 'sentence' };
