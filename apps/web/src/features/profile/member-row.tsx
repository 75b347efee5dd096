'use client';

import type { FollowListItem } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { useMe, useSession } from '../../lib/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { FollowButton } from './follow-button.tsx';

/** One member of a list: who they are, and beside it what can be done. */
export function MemberRow(props: { member: FollowListItem; children: ReactNode }): ReactNode {
  const { member, children } = props;
  const t = useTranslations('profile');
  return (
    <div className="flex flex-wrap items-start justify-end gap-3 border-b border-line px-4 py-3 tablet:px-5">
      <Link
        href={routes.profile(member.handle)}
        prefetch={false}
        className="flex min-w-40 flex-1 gap-3"
      >
        <Avatar member={member} />
        <span className="min-w-0 leading-tight">
          <b className="block truncate hover:underline">{member.displayName}</b>
          <span className="flex flex-wrap gap-x-2 text-s text-ink-3">
            @{member.handle}
            {member.followsYou && (
              <span className="rounded-1 bg-sunken px-1.5 text-xs">{t('followsYou')}</span>
            )}
          </span>
          {member.bio !== '' && (
            <span dir="auto" className="mt-1 line-clamp-2 leading-body text-ink-2">
              {member.bio}
            </span>
          )}
        </span>
      </Link>
      {children}
    </div>
  );
}

/** Follows the member of a row; nothing beside oneself. `isGuess`: the row is as a visitor sees it, for now. */
export function FollowAction(props: { member: FollowListItem; isGuess?: boolean }): ReactNode {
  const { member, isGuess = false } = props;
  const { likely } = useSession();
  const me = useMe();
  if (me?.id === member.id) return null;
  // Known only once the reader is: a visitor's list says "not following" of everybody.
  const following = likely === 'member' && (!me || isGuess) ? undefined : member.following;
  return (
    <FollowButton member={member} following={following} requested={member.requested} look="calm" />
  );
}
