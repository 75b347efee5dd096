import { randomBytes } from 'node:crypto';

import { PassportKeys } from '@dailyfeed/auth/passport';
import { expect, test } from 'vitest';

import { createVisitors } from './visitor.ts';

const newVisitors = () =>
  createVisitors(PassportKeys.parse(`test:${randomBytes(32).toString('base64url')}`));

test('a visitor is one network at one post, under one key', () => {
  const [visitors, others] = [newVisitors(), newVisitors()];
  const visit = { postId: 'post', address: '2001:db8:1:2::3' };
  const mark = visitors.markOf(visit);
  expect(mark).toMatch(/^[\w-]{22}$/);
  expect(visitors.markOf({ ...visit, address: '2001:db8:1:2:ffff::4' })).toBe(mark);
  expect(visitors.markOf({ ...visit, address: '2001:db8:1:3::3' })).not.toBe(mark);
  expect(visitors.markOf({ ...visit, postId: 'another' })).not.toBe(mark);
  expect(others.markOf(visit)).not.toBe(mark);
});
