import { expect, test, vi } from 'vitest';

import { createGraphMemory } from './graph-memory.ts';

const key = { memberId: 'ann', version: '1' };

test('many who miss a list load it once; another version is another list', async () => {
  const memory = createGraphMemory<string[]>((list) => list.length);
  const { promise, resolve } = Promise.withResolvers<string[]>();
  let loads = 0;
  const load = () => {
    loads += 1;
    return promise;
  };
  const waiting = Promise.all([memory.load(key, load), memory.load(key, load)]);
  resolve(['bob']);
  expect(await waiting).toEqual([['bob'], ['bob']]);
  expect(await memory.load(key, load)).toEqual(['bob']);
  expect(loads).toBe(1);
  expect(await memory.load({ ...key, version: '2' }, async () => [])).toEqual([]);
});

test('a load that failed is told to all who waited, and tried again by the next', async () => {
  const memory = createGraphMemory<string[]>((list) => list.length);
  const refused = memory.load(key, () => Promise.reject(new Error('away')));
  await expect(refused).rejects.toThrow('away');
  expect(await memory.load(key, async () => ['bob'])).toEqual(['bob']);
});

test('more than it holds makes it forget what was used longest ago', async () => {
  const memory = createGraphMemory<{ count: number }>(({ count }) => count);
  const load = (version: string, list = { count: 140_000 }) =>
    memory.load({ memberId: 'ann', version }, async () => list);
  const [first, second] = [await load('1'), await load('2')];
  expect(await load('1')).toBe(first);
  await load('3');
  expect(await load('1')).toBe(first);
  expect(await load('2')).not.toBe(second);
});

test('a list is remembered for a minute, however often it is asked for: its version may come again with another', async () => {
  // Of what stands at 0 the cache does not look at the age.
  let ms = 1;
  let seenMs = 0;
  const memory = createGraphMemory<string[]>((list) => list.length, { now: () => (seenMs = ms) });
  await memory.load(key, async () => ['bob']);
  // It looks at its clock once in a millisecond.
  ms = 59_000;
  await vi.waitFor(
    async () => {
      expect(await memory.load(key, async () => ['cat'])).toEqual(['bob']);
      expect(seenMs).toBe(ms);
    },
    { timeout: 30_000 },
  );
  ms = 61_000;
  await vi.waitFor(
    async () => {
      expect(await memory.load(key, async () => ['cat'])).toEqual(['cat']);
    },
    { timeout: 30_000 },
  );
});
