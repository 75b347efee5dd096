import { expect, test } from 'vitest';

import { DisplayName, Handle, handlePattern } from './member.ts';

test.each([
  ['full-width letters', 'ａｎｎ_lee'],
  ['a Cyrillic а', '\u0430nn_lee'],
  ['a Greek ο', 'b\u03BFb_lee'],
  ['a dotless i', 'm\u0131na_lee'],
  ['a long s, which is an s in capitals', 'mis\u017F_lee'],
  ['a Kelvin sign, which is a k in small', '\u212Aim_lee'],
  ['a zero-width space', 'ann\u200B_lee'],
  ['a zero-width joiner', 'ann\u200D_lee'],
  ['a soft hyphen', 'ann\u00AD_lee'],
  ['a byte order mark', '\uFEFFann_lee'],
  ['an override of direction', '\u202Eeel_nna'],
  ['a combining mark', 'anne\u0301_lee'],
  ['a composed letter', 'ann\u00E9_lee'],
  ['digits of another script', 'ann\u0661\u0662'],
  ['a mathematical letter', '\u{1D41A}nn_lee'],
  ['Hangul', '김민지_lee'],
  ['a blank', 'ann lee'],
  ['a line feed at its end', 'ann_lee\n'],
  ['a NUL', 'ann\u0000lee'],
])('a handle with %s is refused, not mended', (_what, handle) => {
  const { error } = Handle.safeParse(handle);
  expect(error?.issues[0]?.message).toBe('invalid_handle');
  expect(handlePattern.test(handle)).toBe(false);
});

test('letters, digits and underscores are kept as they are', () => {
  for (const handle of ['ann', 'Ann_Lee', '___', '0'.repeat(30)]) {
    expect(Handle.parse(handle)).toBe(handle);
    expect(handlePattern.test(handle)).toBe(true);
  }
});

test.each([
  ['a control', 'Ann\u0007'],
  ['an escape sequence', '\u001B[31mAnn'],
  ['an override of direction', 'Ann \u202Egnp.exe'],
  ['an isolate of direction', 'Ann \u2066Lee'],
  ['a line feed', 'Ann\nLee'],
  ['a NUL', 'Ann\u0000'],
  ['half a character', 'Ann\uD83D'],
])('a display name with %s is refused', (_what, name) => {
  expect(DisplayName.safeParse(name).error?.issues[0]?.message).toBe('control_characters');
});

test.each([
  ['blanks', '   '],
  ['zero-width characters', '\u200B\u200D'],
  ['fillers of Hangul', '\u3164\u115F'],
])('a display name of nothing but %s is none', (_what, name) => {
  expect(DisplayName.safeParse(name).success).toBe(false);
});

test('names of every script are kept, composed', () => {
  for (const name of ['김민지', 'José', 'Дарья', 'محمد', '👩‍👩‍👧 Kim']) {
    expect(DisplayName.parse(name.normalize('NFD'))).toBe(name.normalize('NFC'));
  }
});
