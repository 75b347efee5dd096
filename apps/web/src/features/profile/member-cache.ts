'use client';

import type { FollowPage, Profile } from '@dailyfeed/contract/member';
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { useApi } from '../../lib/api.ts';

type Api = ReturnType<typeof useApi>;
export type FollowPages = InfiniteData<FollowPage, string | null>;

/** What this tab shows of whom the reader follows: profiles, lists of members, the following feed. */
export type MemberCache = {
  /** Shows that the reader follows a member, or does not. */
  setFollowing(memberId: string, following: boolean): void;
  /** The following feed is another from here on; it is read again when the reader wants to. */
  outdateFeed(): void;
};

export function useMemberCache(): MemberCache {
  const queryClient = useQueryClient();
  const api = useApi();
  return useMemo(() => createMemberCache(queryClient, api), [queryClient, api]);
}

function createMemberCache(queryClient: QueryClient, api: Api): MemberCache {
  const { profile, follow } = api.member;
  return {
    setFollowing(memberId, following) {
      queryClient.setQueriesData<Profile>(
        profile.byHandle.queryFilter(),
        (shown) => shown && (shown.id === memberId ? withFollowing(shown, following) : shown),
      );
      for (const { queryKey } of [
        follow.followers.infiniteQueryFilter(),
        follow.followings.infiniteQueryFilter(),
      ]) {
        queryClient.setQueriesData<FollowPages>(
          { queryKey },
          (data) => data && withFollowingInPages(data, { memberId, following }),
        );
      }
    },
    outdateFeed() {
      void queryClient.invalidateQueries({
        queryKey: api.timeline.feed.following.infiniteQueryKey(),
        refetchType: 'none',
      });
    },
  };
}

/** The profile as it looks to a reader who does or does not follow it; itself when nothing changes. */
export function withFollowing(profile: Profile, following: boolean): Profile {
  if (!profile.relation || profile.relation.following === following) return profile;
  return {
    ...profile,
    followerCount: Math.max(0, profile.followerCount + (following ? 1 : -1)),
    relation: { ...profile.relation, following },
  };
}

function withFollowingInPages(
  data: FollowPages,
  change: { memberId: string; following: boolean },
): FollowPages {
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) =>
        item.id === change.memberId ? { ...item, following: change.following } : item,
      ),
    })),
  };
}
