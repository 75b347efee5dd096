import { expect, test } from 'vitest';

import { canRead } from './visibility.ts';

const author = '0190c1f2-0000-7000-8000-000000000001';
const reader = '0190c1f2-0000-7000-8000-000000000002';
const nobody = new Set<string>();

test.each([
  ['PUBLIC', 'anyone', true],
  ['PUBLIC', 'stranger', true],
  ['PUBLIC', 'follower', true],
  ['PUBLIC', 'self', true],
  ['FOLLOWERS', 'anyone', false],
  ['FOLLOWERS', 'stranger', false],
  ['FOLLOWERS', 'follower', true],
  ['FOLLOWERS', 'self', true],
  ['PRIVATE', 'anyone', false],
  ['PRIVATE', 'stranger', false],
  ['PRIVATE', 'follower', false],
  ['PRIVATE', 'self', true],
] as const)('%s is readable for %s: %s', (visibility, who, expected) => {
  const viewers = {
    anyone: { viewerId: null, followed: nobody },
    stranger: { viewerId: reader, followed: nobody },
    follower: { viewerId: reader, followed: new Set([author]) },
    self: { viewerId: author, followed: nobody },
  };
  expect(canRead({ id: author, visibility }, viewers[who])).toBe(expected);
});
