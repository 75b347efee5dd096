import { expect, test } from 'vitest';

import { routes, safeNext } from './routes.ts';

test.each([
  ['/p/1?x=1#comments', '/p/1?x=1#comments'],
  ['/@jiyun', '/@jiyun'],
  ['/', '/'],
])('after log-in, %s of this site is gone to', (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});

test.each([
  undefined,
  null,
  '',
  'https://evil.example',
  '//evil.example/x',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'p/1',
])('after log-in, %j leads home, never away', (next) => {
  expect(safeNext(next)).toBe('/');
});

test('a log-in page never leads to a log-in page', () => {
  expect(safeNext('/login?next=/signup')).toBe('/');
  expect(safeNext('/signup')).toBe('/');
  expect(safeNext('/login/../signup')).toBe('/');
});

test('the way to log-in carries where the reader was, unless it was home', () => {
  expect(routes.logIn('/p/1?a=b')).toBe('/login?next=%2Fp%2F1%3Fa%3Db');
  expect(routes.logIn('/')).toBe('/login');
  expect(routes.logIn('//evil.example')).toBe('/login');
});
