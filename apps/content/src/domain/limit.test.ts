import fc from 'fast-check';
import { expect, test } from 'vitest';

import { waitSeconds, windowMs } from './limit.ts';

const windowStart = new Date('2026-01-01T10:00:00Z');
const at = (ms: number) => new Date(windowStart.getTime() + ms);

test('the first writes up to the limit fit, the next does not', () => {
  const now = at(600_000);
  const wait = (used: number) =>
    waitSeconds({ used, usedBefore: 0, windowStart }, { limit: 3, now });
  expect([1, 2, 3].map(wait)).toEqual([0, 0, 0]);
  expect(wait(4)).toBeGreaterThan(0);
});

/** The same write after `seconds`, as the store would count it. */
function later(usage: { used: number; usedBefore: number }, now: Date) {
  const windows = Math.floor((now.getTime() - windowStart.getTime()) / windowMs);
  const start = at(windows * windowMs);
  const earlier = usage.used - 1;
  if (windows === 0) return { ...usage, windowStart: start };
  return { used: 1, usedBefore: windows === 1 ? earlier : 0, windowStart: start };
}

test('after the wait that was told a write fits, and a few seconds before it does not', () => {
  fc.assert(
    fc.property(
      fc.record({
        limit: fc.integer({ min: 1, max: 100 }),
        used: fc.integer({ min: 1, max: 101 }),
        usedBefore: fc.integer({ min: 0, max: 100 }),
        elapsedMs: fc.integer({ min: 0, max: windowMs - 1 }),
      }),
      ({ limit, used, usedBefore, elapsedMs }) => {
        // More is refused, so never counted.
        fc.pre(used <= limit + 1 && usedBefore <= limit);
        const now = at(elapsedMs);
        const wait = waitSeconds({ used, usedBefore, windowStart }, { limit, now });
        const after = (seconds: number) => {
          const then = new Date(now.getTime() + seconds * 1000);
          return waitSeconds(later({ used, usedBefore }, then), { limit, now: then });
        };
        expect(after(wait)).toBe(0);
        // A second is lost to rounding.
        expect(wait <= 2 || after(wait - 2) > 0).toBe(true);
      },
    ),
  );
});

test('a process whose clock is behind refuses nothing that fits', () => {
  const wait = (ms: number) =>
    waitSeconds({ used: 2, usedBefore: 0, windowStart }, { limit: 3, now: at(ms) });
  expect([-1, -3000, -windowMs].map(wait)).toEqual([0, 0, 0]);
});
