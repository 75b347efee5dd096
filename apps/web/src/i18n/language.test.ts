import { expect, test } from 'vitest';

import { isTimeZone, negotiateLanguage } from './language.ts';

test.each([
  ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
  ['en-US,en;q=0.9,ko;q=0.8', 'en'],
  ['fr,ko;q=0.5,en;q=0.4', 'ko'],
  ['en;q=0.1, ko;q=0.7', 'ko'],
  ['ko;q=0, en', 'en'],
  ['fr, de', 'en'],
  ['', 'en'],
  [null, 'en'],
  [';;;,,q=', 'en'],
] as const)('a browser that asks for %j reads %s', (header, expected) => {
  expect(negotiateLanguage(header)).toBe(expected);
});

test('only a real time zone is taken from a cookie', () => {
  expect(isTimeZone('Asia/Seoul')).toBe(true);
  expect(isTimeZone('Moon/Base')).toBe(false);
  expect(isTimeZone('')).toBe(false);
});
