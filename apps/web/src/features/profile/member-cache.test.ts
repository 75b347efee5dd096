import type { Profile } from '@dailyfeed/contract/member';
import { expect, test } from 'vitest';

import { withFollow } from './member-cache.ts';

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
