'use client';

import type { FollowState } from '@dailyfeed/contract/member';
import type { Recommendation } from '@dailyfeed/contract/recommendation';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { scopeOf } from '../../lib/presses.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { toast } from '../../ui/toaster.tsx';
import { useMemberCache } from '../profile/member-cache.ts';
import { followKey } from '../profile/use-follow.ts';

const neither: FollowState = { following: false, requested: false };

/** Follows, or asks to, whoever was recommended: nobody one follows already is, so that is where it begins. */
export function RecommendedFollow({ member }: { member: Recommendation }): ReactNode {
  const t = useTranslations();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const list = useApi().member.recommendation.members.queryFilter();
  const errorText = useErrorText();
  const members = useMemberCache();
  const [state, setState] = useState(neither);
  const isOn = state.following || state.requested;
  const { mutate, isPending } = useMutation({
    scope: { id: scopeOf(followKey(member.id)) },
    mutationFn: (next: 'follow' | 'unfollow') =>
      client.member.follow[next].mutate({ memberId: member.id }),
    onSuccess: (answer) => {
      setState(answer);
      members.outdateFeed();
      // The row stays under the hand that pressed it; the next visit finds another list.
      void queryClient.invalidateQueries({ ...list, refetchType: 'none' });
    },
    onError: (error) => toast.error(errorText(error)),
  });
  const name = member.displayName;
  return (
    <Button
      look="quiet"
      size="s"
      isBusy={isPending}
      aria-label={labelOf()}
      onClick={() => mutate(isOn ? 'unfollow' : 'follow')}
      className={cx('min-w-20 flex-none', isOn && 'border-line text-ink-2')}
    >
      {state.requested
        ? t('discover.requested')
        : t(isOn ? 'profile.isFollowing' : 'profile.follow')}
    </Button>
  );

  function labelOf(): string {
    if (state.requested) return t('discover.withdrawName', { name });
    return t(state.following ? 'profile.unfollowName' : 'profile.followName', { name });
  }
}
