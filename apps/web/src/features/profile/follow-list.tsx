'use client';

import type { FollowPage, Profile } from '@dailyfeed/contract/member';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { useApi, useApiClient } from '../../lib/api.ts';
import { useMe } from '../../lib/session.tsx';
import { EmptyState } from '../../ui/state.tsx';
import { NewPostsPill } from '../feed/new-posts-pill.tsx';
import { useFirstPage } from '../feed/use-first-page.ts';
import { useList } from '../feed/use-list.ts';
import { useVisit } from '../feed/use-visit.ts';
import { FollowListSkeleton } from './follow-list-skeleton.tsx';
import { followOptions, followPageSize } from './follow-options.ts';
import { MemberList } from './member-list.tsx';
import { ProfileGate } from './profile-gate.tsx';
import { RestrictedNote } from './restricted-note.tsx';

export type FollowSide = 'followers' | 'following';

/** Everybody on one side of a member's follows, the latest first. */
export function FollowList(props: {
  side: FollowSide;
  handle: string;
  initialProfile: Profile | undefined;
  initial: FollowPage | undefined;
}): ReactNode {
  return (
    <ProfileGate handle={props.handle} initial={props.initialProfile}>
      {(profile) =>
        profile.isRestricted ? (
          <RestrictedNote profile={profile} waiting={<FollowListSkeleton />} />
        ) : (
          <Follows side={props.side} member={profile} initial={props.initial} />
        )
      }
    </ProfileGate>
  );
}

/** The list itself, of a member the reader may see. */
export function Follows(props: {
  side: FollowSide;
  member: Pick<Profile, 'id' | 'displayName'>;
  /** Its first page, as a visitor sees it. */
  initial?: FollowPage | undefined;
}): ReactNode {
  const { side, member: owner, initial } = props;
  const t = useTranslations('profile');
  const feed = useTranslations('feed');
  const { followers, followings } = useApi().member.follow;
  const { follow } = useApiClient().member;
  const isFollowers = side === 'followers';
  const input = { memberId: owner.id, limit: followPageSize };
  const isSelf = useMe()?.id === owner.id;
  const kept = { ...followOptions, ...useFirstPage(initial) };
  const options = isFollowers
    ? followers.infiniteQueryOptions(input, kept)
    : followings.infiniteQueryOptions(input, kept);
  const query = useList(options);
  const { hasNews, isRefreshing, refresh } = useVisit({ key: options.queryKey, query }, () =>
    follow[isFollowers ? 'followers' : 'followings'].query(input),
  );
  const name = owner.displayName;
  return (
    <>
      <NewPostsPill
        text={hasNews ? feed('freshPosts') : null}
        isBusy={isRefreshing}
        onPress={refresh}
      />
      <MemberList
        query={query}
        label={t(isFollowers ? 'followersOf' : 'followingOf', { name })}
        empty={
          <EmptyState
            icon={<UsersRound />}
            title={t(isFollowers ? 'noFollowersTitle' : 'noFollowingTitle')}
          >
            {isSelf
              ? t(isFollowers ? 'noFollowersOwnText' : 'noFollowingOwnText')
              : t(isFollowers ? 'noFollowersText' : 'noFollowingText', { name })}
          </EmptyState>
        }
      />
    </>
  );
}
