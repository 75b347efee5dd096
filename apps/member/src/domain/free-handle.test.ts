import { expect, test } from 'vitest';

import { toHandle } from './free-handle.ts';

test.each([
  ['Ann Kim', 'ann_kim'],
  ['Jürgen Müller', 'jurgen_muller'],
  ['  --Zoë--  ', 'zoe'],
  ['ａｎｎ', 'ann'],
  ['a'.repeat(60), 'a'.repeat(24)],
  ['김지윤', undefined],
  ['Al', undefined],
  ['', undefined],
])('of the name %j the handle %s is made', (name, expected) => {
  expect(toHandle(name)).toBe(expected);
});
