'use client';

import type { MemberSummary } from '@dailyfeed/contract/member';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useMemberAction } from '../../lib/use-member-action.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { useFollow } from './use-follow.ts';

export type FollowButtonProps = {
  member: Pick<MemberSummary, 'id' | 'displayName' | 'visibility'>;
  /** Undefined while it is not known: the place is held. */
  following: boolean | undefined;
  /** The reader has asked, and waits for an answer. */
  requested?: boolean;
  /** `calm` where many stand below each other. */
  look?: 'loud' | 'calm';
};

/** Follows a member, asks to or ceases to; a visitor is led to log-in. Nobody begins to follow a private account. */
export function FollowButton(props: FollowButtonProps): ReactNode {
  const { member, following, requested = false, look = 'loud' } = props;
  const t = useTranslations('profile');
  const follow = useFollow(member);
  const asMember = useMemberAction();
  const isTied = following === true || requested;
  if (member.visibility === 'PRIVATE' && !isTied) return null;

  const name = member.displayName;
  const words = wordsOf({ following: following === true, requested });
  const press = (): void =>
    follow(isTied ? 'unfollow' : 'follow', { following: following === true, requested });
  return (
    <Button
      look={following === false && !isTied && look === 'loud' ? 'primary' : 'quiet'}
      size="s"
      aria-label={t(words.name, { name })}
      onClick={() => asMember(press)}
      className={cx(
        'min-w-20 flex-none',
        following === undefined && 'invisible',
        isTied && 'border-line text-ink-2',
      )}
    >
      {t(words.label)}
    </Button>
  );
}

function wordsOf(state: { following: boolean; requested: boolean }) {
  if (state.following) return { label: 'isFollowing', name: 'unfollowName' } as const;
  if (state.requested) return { label: 'requested', name: 'withdrawName' } as const;
  return { label: 'follow', name: 'followName' } as const;
}
