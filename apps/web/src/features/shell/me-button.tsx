'use client';

import type { Me } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';

import { Avatar } from '../../ui/avatar.tsx';
import { CountBadge } from '../../ui/count-badge.tsx';
import { MeText } from './me-skeleton.tsx';

/** The member's face, and beside it the name where there is room; opens the menu. */
export function MeButton({
  me,
  requestCount,
  ...props
}: ComponentProps<'button'> & { me: Me; requestCount: number }): ReactNode {
  const t = useTranslations('shell');
  const name = t('myMenu', { name: me.displayName, handle: me.handle });
  return (
    <button
      type="button"
      {...props}
      className="flex w-full min-w-0 items-center gap-3 rounded-2 text-start transition-colors duration-(--fast) hover:bg-sunken desk:px-3 desk:py-2"
    >
      <span className="sr-only">
        {requestCount > 0 ? t('withRequests', { label: name, count: requestCount }) : name}
      </span>
      <span aria-hidden="true" className="relative flex-none">
        <Avatar member={me} />
        <CountBadge count={requestCount} className="-end-1 -top-1" />
      </span>
      <MeText aria-hidden="true">
        <b className="block truncate">{me.displayName}</b>
        <small className="block truncate text-s text-ink-3">@{me.handle}</small>
      </MeText>
    </button>
  );
}
