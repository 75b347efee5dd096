import { createDailyfeed } from '@dailyfeed/client';
import type { FollowListItem, Profile } from '@dailyfeed/contract/member';
import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { expect, test } from 'vitest';

import { createMemberCache, withFollow } from './member-cache.ts';

const profile: Profile = {
  id: '0199a000-0000-7000-8000-00000000000a',
  handle: 'mina',
  displayName: 'Mina',
  avatarUrl: null,
  visibility: 'PUBLIC',
  bio: '',
  location: '',
  websiteUrl: null,
  coverUrl: null,
  isRestricted: false,
  followerCount: 3,
  followingCount: 0,
  joinedAt: '2026-11-21T08:00:00.000Z',
  relation: { isSelf: false, following: false, requested: false, followsYou: false },
};

const following = { following: true, requested: false };
const neither = { following: false, requested: false };

test('following counts once, however often it is pressed, and is taken back whole', () => {
  const followed = withFollow(profile, following);
  expect(followed.followerCount).toBe(4);
  expect(withFollow(followed, following)).toBe(followed);
  expect(withFollow(followed, neither)).toEqual(profile);
});

test('a request counts nowhere, and what is not shown is not counted', () => {
  const asked = withFollow(profile, { following: false, requested: true });
  expect(asked).toMatchObject({ followerCount: 3, relation: { requested: true } });
  const restricted = { ...profile, followerCount: null };
  expect(withFollow(restricted, following).followerCount).toBeNull();
});

test('a profile whose relation is not known yet is left alone', () => {
  const unknown = { ...profile, relation: null };
  expect(withFollow(unknown, following)).toBe(unknown);
});

/** Mina in one of several lists that this tab has read; Jun in all. */
function setUp() {
  const queryClient = new QueryClient();
  const dailyfeed = createDailyfeed({ baseUrl: 'http://127.0.0.1:9' });
  const api = createTRPCOptionsProxy({ client: dailyfeed.api, queryClient });
  const { follow, recommendation } = api.member;
  const { id, handle, displayName, avatarUrl, visibility } = profile;
  const mina: FollowListItem = {
    id,
    handle,
    displayName,
    avatarUrl,
    visibility,
    bio: '',
    following: false,
    requested: false,
    followsYou: false,
  };
  const jun = { ...mina, id: '0199a000-0000-7000-8000-00000000000b' };
  const other = '0199a000-0000-7000-8000-00000000000c';
  const keys = {
    shown: follow.followers.infiniteQueryKey({ memberId: other, limit: 30 }),
    without: follow.followers.infiniteQueryKey({ memberId: jun.id, limit: 30 }),
    ofMina: follow.followers.infiniteQueryKey({ memberId: id, limit: 30 }),
    followings: follow.followings.infiniteQueryKey({ memberId: other, limit: 30 }),
    recommended: recommendation.members.queryKey({ limit: 30 }),
    otherProfile: api.member.profile.byHandle.queryKey({ handle: 'jun' }),
  };
  const listOf = (items: FollowListItem[]) => ({
    pages: [{ items, nextCursor: null, startCursor: null }],
    pageParams: [null],
  });
  queryClient.setQueryData(keys.shown, listOf([mina, jun]));
  for (const key of [keys.without, keys.ofMina, keys.followings]) {
    queryClient.setQueryData<unknown>(key, listOf([jun]));
  }
  queryClient.setQueryData<unknown>(keys.recommended, []);
  queryClient.setQueryData(keys.otherProfile, { ...profile, id: jun.id, handle: 'jun' });
  return {
    keys,
    members: createMemberCache(queryClient, api),
    shown: () => queryClient.getQueryData(keys.shown)?.pages[0]?.items,
    stateOf: (key: QueryKey) => queryClient.getQueryState(key),
  };
}

test('who is followed is so in every list, and what does not show them is not written', () => {
  const { keys, members, shown, stateOf } = setUp();
  const untouched = [keys.without, keys.recommended, keys.otherProfile];
  const before = untouched.map((key) => stateOf(key));
  members.setFollow(profile.id, following);
  expect(shown()?.map((item) => item.following)).toEqual([true, false]);
  const followed = stateOf(keys.shown);
  members.setFollow(profile.id, following);
  members.drop('nobody');
  expect(stateOf(keys.shown)).toBe(followed);
  expect(untouched.map((key, index) => stateOf(key) === before[index])).toEqual([true, true, true]);
});

test('lists in which a follow is missing are read again at the next visit, and those alone', () => {
  const { keys, members, stateOf } = setUp();
  members.setFollow(profile.id, following);
  const outdated = [keys.ofMina, keys.followings, keys.shown, keys.without].map(
    (key) => stateOf(key)?.isInvalidated,
  );
  expect(outdated).toEqual([true, true, false, false]);
});

test('who is dropped is in no list any more', () => {
  const { members, shown } = setUp();
  members.drop(profile.id);
  expect(shown()).toHaveLength(1);
});
