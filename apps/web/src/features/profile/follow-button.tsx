'use client';

import type { MemberSummary } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useMemberAction } from '../../lib/use-member-action.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { useFollow } from './use-follow.ts';

/** Follows a member or ceases to; a visitor is led to log-in. */
export function FollowButton(props: {
  member: Pick<MemberSummary, 'id' | 'displayName'>;
  /** Undefined while it is not known: the place is held. */
  following: boolean | undefined;
  /** `calm` where many stand below each other. */
  look?: 'loud' | 'calm';
}): ReactNode {
  const { member, following, look = 'loud' } = props;
  const t = useTranslations('profile');
  const follow = useFollow(member.id);
  const asMember = useMemberAction();
  const name = member.displayName;
  return (
    <Button
      look={following === false && look === 'loud' ? 'primary' : 'quiet'}
      size="s"
      aria-label={t(following ? 'unfollowName' : 'followName', { name })}
      onClick={() => asMember(() => follow(!following))}
      className={cx(
        'min-w-20 flex-none',
        following === undefined && 'invisible',
        following && 'border-line text-ink-2',
      )}
    >
      {t(following ? 'isFollowing' : 'follow')}
    </Button>
  );
}
