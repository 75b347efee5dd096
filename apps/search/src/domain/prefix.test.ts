import { expect, test } from 'vitest';

import { toPrefixKey, toPrefixTokens } from './prefix.ts';

const begins = (typed: string, ...texts: string[]): boolean =>
  toPrefixTokens(texts).some((token) => token.startsWith(`^${toPrefixKey(typed)}`));

test.each([
  ['감', '감사'],
  ['가', '감사'],
  ['감ㅅ', '감사'],
  ['ㄱ', '감사'],
  ['ㄱㅅ', '감사'],
  ['ㄳ', '감사'],
  ['ㄱㅁㅈ', '김민지'],
  ['민지', '김 민지'],
  ['김민', '김 민지'],
  ['MIN', 'min_ji'],
  ['ji', 'min_ji'],
  ['minj', 'min_ji'],
  ['東', '東京'],
  ['ㅁㅈ', '민지🌸'],
  ['ㄱㅅ', '감사일기2'],
  ['ㄱㅁ', '김민지Kim'],
])('%s begins %s', (typed, text) => {
  expect(begins(typed, text)).toBe(true);
});

test.each([
  ['사', '감사'],
  ['ㅅ', '감사'],
  ['in', 'min_ji'],
  ['감자', '감사'],
])('%s does not begin %s', (typed, text) => {
  expect(begins(typed, text)).toBe(false);
});
