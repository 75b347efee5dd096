import { expect, test } from 'vitest';

import { planRotation, type RotationStep, type SigningKey } from './signing-key.ts';

const minuteMs = 60_000;
const start = new Date('2026-01-01T00:00:00Z');
const accessTokenTtlMs = 15 * minuteMs;

const after = (minutes: number): Date => new Date(start.getTime() + minutes * minuteMs);

function key(state: SigningKey['state'], given: Partial<SigningKey> = {}): SigningKey {
  return {
    kid: state.toLowerCase(),
    state,
    createdAt: start,
    activatedAt: state === 'NEXT' ? null : start,
    supersededAt: null,
    retiredAt: null,
    ...given,
  };
}

function plan(keys: SigningKey[], now: Date, when: 'due' | 'now' = 'due'): RotationStep[] {
  return planRotation(keys, { when, now, accessTokenTtlMs });
}

const both: RotationStep[] = [
  { kind: 'create', state: 'CURRENT' },
  { kind: 'create', state: 'NEXT' },
];
const promote: RotationStep[] = [
  { kind: 'promote', kid: 'next', superseded: 'current' },
  { kind: 'create', state: 'NEXT' },
];

test('without keys, one is made to sign and one to follow', () => {
  expect(plan([], start)).toEqual(both);
});

test('within the hour there is nothing to do', () => {
  expect(plan([key('CURRENT'), key('NEXT')], after(58))).toEqual([]);
});

test('after the hour the next key signs, and another is published', () => {
  expect(plan([key('CURRENT'), key('NEXT')], after(60))).toEqual(promote);
  // A scheduler that comes some seconds early does not cost an hour.
  expect(plan([key('CURRENT'), key('NEXT')], after(59.5))).toEqual(promote);
});

test('no key signs before it was published for 11 minutes, due or wanted', () => {
  const keys = [key('CURRENT'), key('NEXT', { createdAt: after(50) })];
  for (const when of ['due', 'now'] as const) {
    expect(plan(keys, after(60), when)).toEqual([]);
    expect(plan(keys, after(61), when)).toEqual(promote);
  }
});

test('a rotation that is wanted does not wait for the hour', () => {
  const keys = [key('CURRENT'), key('NEXT')];
  expect(plan(keys, after(10), 'now')).toEqual([]);
  expect(plan(keys, after(11), 'now')).toEqual(promote);
});

test('a superseded key stays published until its last token has expired', () => {
  const keys = [key('PREVIOUS', { supersededAt: start }), key('CURRENT'), key('NEXT')];
  expect(plan(keys, after(16))).toEqual([]);
  expect(plan(keys, after(17))).toEqual([{ kind: 'retire', kid: 'previous' }]);
});

test('a retired key is forgotten after 30 days', () => {
  const keys = [
    key('RETIRED', { retiredAt: start }),
    key('CURRENT', { activatedAt: after(30 * 24 * 60 - 30) }),
    key('NEXT'),
  ];
  expect(plan(keys, after(30 * 24 * 60 - 1))).toEqual([]);
  expect(plan(keys, after(30 * 24 * 60))).toEqual([{ kind: 'remove', kid: 'retired' }]);
});

test('without a current key the next one signs at once, published or not', () => {
  expect(plan([key('NEXT')], after(1))).toEqual([
    { kind: 'promote', kid: 'next', superseded: null },
    { kind: 'create', state: 'NEXT' },
  ]);
});

test('a missing next key is made good at once', () => {
  expect(plan([key('CURRENT')], after(5))).toEqual([{ kind: 'create', state: 'NEXT' }]);
  expect(plan([key('CURRENT')], after(90))).toEqual([{ kind: 'create', state: 'NEXT' }]);
});
