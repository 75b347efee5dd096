'use client';

import type { FollowPage, Profile } from '@dailyfeed/contract/member';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { EmptyState, ErrorState } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-end.tsx';
import { FollowListSkeleton } from './follow-list-skeleton.tsx';
import { FollowAction, MemberRow } from './member-row.tsx';
import { ProfileGate } from './profile-gate.tsx';
import { RestrictedNote } from './restricted-note.tsx';

export type FollowSide = 'followers' | 'following';

/** Everybody on one side of a member's follows, the latest first. */
export function FollowList(props: {
  side: FollowSide;
  handle: string;
  initialProfile: Profile | undefined;
}): ReactNode {
  return (
    <ProfileGate handle={props.handle} initial={props.initialProfile}>
      {(profile) =>
        profile.isRestricted ? (
          <RestrictedNote profile={profile} waiting={<FollowListSkeleton />} />
        ) : (
          <Follows side={props.side} member={profile} />
        )
      }
    </ProfileGate>
  );
}

const pageSize = 30;

/** The list itself, of a member the reader may see. */
export function Follows(props: {
  side: FollowSide;
  member: Pick<Profile, 'id' | 'displayName'>;
}): ReactNode {
  const { side, member: owner } = props;
  const t = useTranslations('profile');
  const { followers, followings } = useApi().member.follow;
  const isFollowers = side === 'followers';
  const input = { memberId: owner.id, limit: pageSize };
  const options = { getNextPageParam: (page: FollowPage) => page.nextCursor };
  const query = useInfiniteQuery(
    isFollowers
      ? followers.infiniteQueryOptions(input, options)
      : followings.infiniteQueryOptions(input, options),
  );
  const name = owner.displayName;
  if (!query.data) {
    return query.isError ? (
      <ErrorState
        error={query.error}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    ) : (
      <FollowListSkeleton />
    );
  }
  const members = query.data.pages.flatMap((page) => page.items);
  if (members.length === 0 && !query.hasNextPage) {
    return (
      <EmptyState
        icon={<UsersRound />}
        title={t(isFollowers ? 'noFollowersTitle' : 'noFollowingTitle')}
      >
        {t(isFollowers ? 'noFollowersText' : 'noFollowingText', { name })}
      </EmptyState>
    );
  }
  return (
    <section aria-label={t(isFollowers ? 'followersOf' : 'followingOf', { name })}>
      <ul>
        {members.map((member) => (
          <MemberRow key={member.id} member={member}>
            <FollowAction member={member} />
          </MemberRow>
        ))}
      </ul>
      <ListEnd query={query} />
    </section>
  );
}
