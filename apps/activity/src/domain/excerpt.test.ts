import { graphemeCount } from '@dailyfeed/contract/text';
import { expect, test } from 'vitest';

import { excerptOf } from './excerpt.ts';

test('a short text is its own excerpt, on one line', () => {
  expect(excerptOf('hello\n\n  world\n')).toBe('hello world');
  expect(excerptOf('가'.repeat(140))).toBe('가'.repeat(140));
});

test('a long text is cut to 140 characters as a reader counts them, never within one', () => {
  const family = '👩‍👩‍👧';
  const excerpt = excerptOf(family.repeat(141));
  expect(graphemeCount(excerpt)).toBe(140);
  expect(excerpt).toBe(`${family.repeat(139)}…`);
});
