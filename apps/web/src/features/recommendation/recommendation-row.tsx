'use client';

import type { Recommendation, RecommendationReason } from '@dailyfeed/contract/recommendation';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { RecommendedFollow } from './recommended-follow.tsx';
import { useDismiss } from './use-recommendations.ts';

/** Somebody one may like to follow, and why; `card` is the narrow form without their own words. */
export function RecommendationRow(props: {
  member: Recommendation;
  look: 'page' | 'card';
}): ReactNode {
  const { member, look } = props;
  const t = useTranslations('discover');
  const dismiss = useDismiss(member.id);
  const name = member.displayName;
  return (
    <li
      className={cx(
        'flex flex-wrap items-start gap-x-2 gap-y-2',
        look === 'page' && 'border-b border-line px-4 py-3 tablet:px-5',
      )}
    >
      <Link
        href={routes.profile(member.handle)}
        prefetch={false}
        className={cx('flex min-w-0 flex-1 gap-3', look === 'page' ? 'basis-36' : 'basis-32')}
      >
        <Avatar member={member} size={look === 'page' ? 'm' : 's'} />
        <span className="min-w-0 leading-tight">
          <b className="block truncate hover:underline">{name}</b>
          <span className="block truncate text-s text-ink-3">@{member.handle}</span>
          {look === 'page' && member.bio !== '' && (
            <span className="mt-1 line-clamp-2 leading-body text-ink-2">{member.bio}</span>
          )}
          {look === 'page' && (
            <span className="mt-0.5 line-clamp-3 text-s text-ink-2">
              <Reason reason={member.reason} look={look} />
            </span>
          )}
        </span>
      </Link>
      <span className="flex items-center gap-1">
        <RecommendedFollow member={member} />
        <IconButton label={t('dismissName', { name })} className="text-ink-3" onClick={dismiss}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </span>
      {look === 'card' && (
        // Beside the buttons it would take three lines.
        <p className="-mt-1 basis-full ps-11 text-s text-ink-2">
          <Reason reason={member.reason} look={look} />
        </p>
      )}
    </li>
  );
}

function Reason(props: { reason: RecommendationReason; look: 'page' | 'card' }): ReactNode {
  const { reason, look } = props;
  const t = useTranslations('discover');
  if (reason.kind === 'newcomer') return t('newcomer');
  const [first = '', second] = reason.names;
  // The card has no room for several names.
  if (look === 'card' && reason.count > 1) return t('followedByCount', { count: reason.count });
  if (second === undefined) return t('followedByOne', { first });
  const count = reason.count - reason.names.length;
  if (count <= 0) return t('followedByTwo', { first, second });
  return t('followedByMany', { first, second, count });
}
