import { expect, test } from 'vitest';

import { keyOf } from './shortcut-key.ts';

test.each([
  [{ key: 'j', code: 'KeyJ' }, 'j'],
  [{ key: 'ㅓ', code: 'KeyJ' }, 'j'],
  [{ key: 'Process', code: 'KeyL' }, 'l'],
  [{ key: '?', code: 'Slash' }, '?'],
  [{ key: 'Enter', code: 'Enter' }, 'Enter'],
])('%j means %s, whichever language the keyboard writes', (event, expected) => {
  expect(keyOf(event)).toBe(expected);
});
