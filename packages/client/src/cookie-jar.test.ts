import { expect, test } from 'vitest';

import { createCookieJar } from './cookie-jar.ts';

test('a cookie is sent back until it expires, is replaced or is cleared', () => {
  let now = new Date('2026-01-01T00:00:00Z');
  const jar = createCookieJar(() => now);
  jar.store([
    'a=1; Path=/; HttpOnly',
    'b=x=y; Max-Age=60',
    'c=3; Expires=Thu, 01 Jan 2026 00:02:00 GMT',
  ]);
  expect(jar.header()).toBe('a=1; b=x=y; c=3');
  now = new Date('2026-01-01T00:01:30Z');
  expect([jar.has('a'), jar.has('b'), jar.has('c')]).toEqual([true, false, true]);
  jar.store(['a=2', 'c=; Max-Age=0', 'not a cookie']);
  expect(jar.header()).toBe('a=2');
});
