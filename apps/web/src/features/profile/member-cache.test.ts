import type { Profile } from '@dailyfeed/contract/member';
import { expect, test } from 'vitest';

import { withFollowing } from './member-cache.ts';

const profile: Profile = {
  id: '0199a000-0000-7000-8000-00000000000a',
  handle: 'mina',
  displayName: 'Mina',
  avatarUrl: null,
  visibility: 'PUBLIC',
  bio: '',
  location: '',
  websiteUrl: null,
  followerCount: 3,
  followingCount: 0,
  joinedAt: '2026-11-21T08:00:00.000Z',
  relation: { isSelf: false, following: false, followsYou: false },
};

test('following counts once, however often it is pressed, and is taken back whole', () => {
  const followed = withFollowing(profile, true);
  expect(followed.followerCount).toBe(4);
  expect(withFollowing(followed, true)).toBe(followed);
  expect(withFollowing(followed, false)).toEqual(profile);
});

test('a profile whose relation is not known yet is left alone', () => {
  const unknown = { ...profile, relation: null };
  expect(withFollowing(unknown, true)).toBe(unknown);
});
