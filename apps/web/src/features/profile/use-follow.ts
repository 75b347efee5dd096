'use client';

import type { FollowState, MemberSummary } from '@dailyfeed/contract/member';
import type { MutationKey } from '@tanstack/react-query';

import { useApiClient } from '../../lib/api.ts';
import { usePress } from '../../lib/use-press.ts';
import { useMemberCache } from './member-cache.ts';

type FollowAction = 'follow' | 'unfollow';

/** Names what is pressed to follow a member, or to cease to. */
export function followKey(memberId: string): MutationKey {
  return ['member', 'follow', memberId];
}

/**
 * Follows, asks to follow or unfollows at once, and takes it back, with the reason, when the service refuses.
 * `before` is what the press found.
 */
export function useFollow(
  member: Pick<MemberSummary, 'id' | 'visibility'>,
): (action: FollowAction, before: FollowState) => void {
  const client = useApiClient();
  const members = useMemberCache();
  const memberId = member.id;
  const press = usePress<FollowState, FollowState>({
    mutationKey: followKey(memberId),
    show: (state) => members.setFollow(memberId, state),
    send: ({ following, requested }) =>
      client.member.follow[following || requested ? 'follow' : 'unfollow'].mutate({ memberId }),
    toState: (answer) => answer,
    onAnswer: (answer, { wished, isLast }) => {
      // The account may have opened or closed since the page was read.
      if (isLast && answer.requested !== wished.requested) members.setFollow(memberId, answer);
      if (member.visibility !== 'PUBLIC') members.outdateMember(memberId);
      members.outdateFeed();
    },
  });
  return (action, before) => press({ wished: expectedState(member, action), before });
}

function expectedState(
  member: Pick<MemberSummary, 'visibility'>,
  action: FollowAction,
): FollowState {
  if (action === 'unfollow') return { following: false, requested: false };
  const requested = member.visibility !== 'PUBLIC';
  return { following: !requested, requested };
}
