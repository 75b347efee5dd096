'use client';

import type { FollowState } from '@dailyfeed/contract/member';
import { useMutation } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { useMemberCache } from './member-cache.ts';

/** Follows or unfollows at once and takes it back, with the reason, when the service refuses. */
export function useFollow(memberId: string): (following: boolean) => void {
  const client = useApiClient();
  const members = useMemberCache();
  const errorText = useErrorText();
  const { mutate } = useMutation<FollowState, Error, boolean>({
    mutationKey: ['member', 'follow', memberId],
    // Presses for one member reach the service one after another, so the last one wins.
    scope: { id: `follow:${memberId}` },
    mutationFn: (following) =>
      following
        ? client.member.follow.follow.mutate({ memberId })
        : client.member.follow.unfollow.mutate({ memberId }),
    onMutate: (following) => members.setFollowing(memberId, following),
    onError: (error, following) => {
      members.setFollowing(memberId, !following);
      toast.error(errorText(error));
    },
    onSuccess: () => members.outdateFeed(),
  });
  return mutate;
}
