import { expect, test } from 'vitest';

import { inParts } from './in-parts.ts';

test('all is asked about, never more than the most at once, and answered in its order', async () => {
  const asked: number[] = [];
  const answers = await inParts([1, 2, 3, 4, 5], 2, async (some) => {
    asked.push(some.length);
    return some.map((each) => each * 10);
  });
  expect(answers).toEqual([10, 20, 30, 40, 50]);
  expect(asked).toEqual([2, 2, 1]);
});

test('about none, nothing is asked', async () => {
  const ask = (): Promise<never> => Promise.reject(new Error('asked'));
  expect(await inParts([], 2, ask)).toEqual([]);
});
