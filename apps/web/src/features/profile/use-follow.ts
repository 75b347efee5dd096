'use client';

import type { FollowState, MemberSummary } from '@dailyfeed/contract/member';
import { useMutation } from '@tanstack/react-query';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { useMemberCache } from './member-cache.ts';

type Press = { action: 'follow' | 'unfollow'; before: FollowState };

/**
 * Follows, asks to follow or unfollows at once, and takes it back, with the reason, when the service refuses.
 * `before` is what the press found.
 */
export function useFollow(
  member: Pick<MemberSummary, 'id' | 'visibility'>,
): (action: Press['action'], before: FollowState) => void {
  const client = useApiClient();
  const members = useMemberCache();
  const errorText = useErrorText();
  const memberId = member.id;
  const { mutate } = useMutation<FollowState, Error, Press>({
    mutationKey: ['member', 'follow', memberId],
    // Presses for one member reach the service one after another, so the last one wins.
    scope: { id: `follow:${memberId}` },
    mutationFn: ({ action }) => client.member.follow[action].mutate({ memberId }),
    onMutate: ({ action }) => members.setFollow(memberId, expectedState(member, action)),
    onError: (error, { before }) => {
      members.setFollow(memberId, before);
      toast.error(errorText(error));
    },
    onSuccess: (state, { action }) => {
      // The account may have opened or closed since the page was read.
      const expected = expectedState(member, action);
      if (state.requested !== expected.requested) members.setFollow(memberId, state);
      if (member.visibility !== 'PUBLIC') members.outdateMember(memberId);
      members.outdateFeed();
    },
  });
  return (action, before) => mutate({ action, before });
}

function expectedState(
  member: Pick<MemberSummary, 'visibility'>,
  action: Press['action'],
): FollowState {
  if (action === 'unfollow') return { following: false, requested: false };
  const requested = member.visibility !== 'PUBLIC';
  return { following: !requested, requested };
}
