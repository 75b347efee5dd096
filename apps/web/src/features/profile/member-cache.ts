'use client';

import type { FollowListItem, FollowPage, FollowState, Profile } from '@dailyfeed/contract/member';
import type { Recommendation } from '@dailyfeed/contract/recommendation';
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { useApi } from '../../lib/api.ts';
import { mapItems, replaceIn, whereChanged } from '../../lib/map-items.ts';

type Api = ReturnType<typeof useApi>;
export type FollowPages = InfiniteData<FollowPage, string | null>;

/** What this tab shows of whom the reader follows: profiles, lists of members, recommendations, the following feed. */
export type MemberCache = {
  /** Shows that the reader follows a member, has asked to, or neither. */
  setFollow(memberId: string, state: FollowState): void;
  /** Takes a member out of every list. */
  drop(memberId: string): void;
  /** What the member shows is another for this reader from here on: it is read again. */
  outdateMember(memberId: string): void;
  /** The following feed is another from here on; it is read again when the reader wants to. */
  outdateFeed(): void;
};

export function useMemberCache(): MemberCache {
  const queryClient = useQueryClient();
  const api = useApi();
  return useMemo(() => createMemberCache(queryClient, api), [queryClient, api]);
}

export function createMemberCache(queryClient: QueryClient, api: Api): MemberCache {
  const { profile, follow, recommendation } = api.member;

  function updateLists(change: (items: FollowListItem[]) => FollowListItem[]): void {
    for (const { queryKey } of [
      follow.followers.infiniteQueryFilter(),
      follow.followings.infiniteQueryFilter(),
      api.search.search.members.infiniteQueryFilter(),
    ]) {
      queryClient.setQueriesData<FollowPages>(
        { queryKey },
        whereChanged((data: FollowPages) => mapItems(data, change)),
      );
    }
  }

  /** The member's followers, and followings in which they may be missing, are read again at the next visit. */
  function outdateFollows(memberId: string): void {
    const isMissing = (pages: FollowPages | undefined): boolean =>
      pages?.pages.every(({ items }) => items.every(({ id }) => id !== memberId)) ?? false;
    const later = { refetchType: 'none' } as const;
    void queryClient.invalidateQueries({
      ...later,
      queryKey: follow.followers.infiniteQueryKey({ memberId }),
    });
    void queryClient.invalidateQueries({
      ...later,
      queryKey: follow.followings.infiniteQueryKey(),
      // as: queries of this key hold such pages
      predicate: (query) => isMissing(query.state.data as FollowPages | undefined),
    });
  }

  function dropRecommended(memberId: string): void {
    queryClient.setQueriesData<Recommendation[]>(
      recommendation.members.queryFilter(),
      whereChanged((shown: Recommendation[]) => without(shown, memberId)),
    );
  }

  return {
    setFollow(memberId, state) {
      queryClient.setQueriesData<Profile>(
        profile.byHandle.queryFilter(),
        whereChanged((shown: Profile) =>
          shown.id === memberId ? withFollow(shown, state) : shown,
        ),
      );
      updateLists((items) =>
        replaceIn(items, (item) => (item.id === memberId ? listedWith(item, state) : item)),
      );
      outdateFollows(memberId);
      // Nobody who is followed or asked is recommended; who is let go may be again on a later visit.
      if (state.following || state.requested) dropRecommended(memberId);
    },
    drop(memberId) {
      updateLists((items) => without(items, memberId));
      dropRecommended(memberId);
    },
    outdateMember(memberId) {
      const isOf = (shown: Profile | undefined) => shown?.id === memberId;
      void queryClient.invalidateQueries({
        queryKey: profile.byHandle.queryKey(),
        // as: queries of this key hold profiles
        predicate: (query) => isOf(query.state.data as Profile | undefined),
      });
      void queryClient.invalidateQueries(
        api.timeline.feed.byAuthor.infiniteQueryFilter({ authorId: memberId }),
      );
    },
    outdateFeed() {
      void queryClient.invalidateQueries({
        queryKey: api.timeline.feed.following.infiniteQueryKey(),
        refetchType: 'none',
      });
    },
  };
}

function without<Item extends { id: string }>(items: Item[], memberId: string): Item[] {
  return replaceIn(items, (item) => (item.id === memberId ? null : item));
}

function listedWith(item: FollowListItem, state: FollowState): FollowListItem {
  const isSame = item.following === state.following && item.requested === state.requested;
  return isSame ? item : { ...item, ...state };
}

/** The profile as it looks to a reader who stands so to it; itself when nothing changes. */
export function withFollow(profile: Profile, state: FollowState): Profile {
  const { relation, followerCount } = profile;
  if (!relation) return profile;
  if (relation.following === state.following && relation.requested === state.requested) {
    return profile;
  }
  const step = Number(state.following) - Number(relation.following);
  return {
    ...profile,
    followerCount: followerCount === null ? null : Math.max(0, followerCount + step),
    relation: { ...relation, ...state },
  };
}
