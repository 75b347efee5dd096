'use client';

import type { FollowListItem, FollowPage, Profile } from '@dailyfeed/contract/member';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { useMe, useSession } from '../../lib/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { EmptyState, ErrorState } from '../../ui/state.tsx';
import { ListEnd } from '../feed/list-end.tsx';
import { FollowButton } from './follow-button.tsx';
import { FollowListSkeleton } from './follow-list-skeleton.tsx';
import { followPageSize } from './follow-options.ts';
import { ProfileGate } from './profile-gate.tsx';

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
      {(profile) => <Members side={props.side} profile={profile} initial={props.initial} />}
    </ProfileGate>
  );
}

function Members(props: {
  side: FollowSide;
  profile: Profile;
  initial: FollowPage | undefined;
}): ReactNode {
  const { side, profile, initial } = props;
  const t = useTranslations('profile');
  const { followers, followings } = useApi().member.follow;
  const isFollowers = side === 'followers';
  const input = { memberId: profile.id, limit: followPageSize };
  const { likely } = useSession();
  const first = initial && { pages: [initial], pageParams: [null] };
  const options = {
    getNextPageParam: (page: FollowPage) => page.nextCursor,
    // Whom a member follows is not in what the server rendered.
    ...(first && likely === 'anonymous' && { initialData: first }),
    ...(first && { placeholderData: first }),
  };
  const query = useInfiniteQuery(
    isFollowers
      ? followers.infiniteQueryOptions(input, options)
      : followings.infiniteQueryOptions(input, options),
  );
  const name = profile.displayName;
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
        {profile.relation?.isSelf
          ? t(isFollowers ? 'noFollowersOwnText' : 'noFollowingOwnText')
          : t(isFollowers ? 'noFollowersText' : 'noFollowingText', { name })}
      </EmptyState>
    );
  }
  return (
    <section aria-label={t(isFollowers ? 'followersOf' : 'followingOf', { name })}>
      <ul>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} isGuess={query.isPlaceholderData} />
        ))}
      </ul>
      <ListEnd query={query} />
    </section>
  );
}

/** `isGuess`: as a visitor sees the member, while it is asked how the reader does. */
function MemberRow(props: { member: FollowListItem; isGuess: boolean }): ReactNode {
  const { member, isGuess } = props;
  const t = useTranslations('profile');
  const { likely } = useSession();
  const me = useMe();
  // Known only once the reader is: a visitor's list says "not following" of everybody.
  const following = likely === 'member' && (!me || isGuess) ? undefined : member.following;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 tablet:px-5">
      <Link
        href={routes.profile(member.handle)}
        prefetch={false}
        className="flex min-w-0 flex-1 gap-3"
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
      {me?.id !== member.id && <FollowButton member={member} following={following} look="calm" />}
    </li>
  );
}
