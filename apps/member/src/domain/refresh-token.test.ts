import { randomBytes } from 'node:crypto';

import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { isGenuine, parseRefreshToken, standingOf, toRefreshToken } from './refresh-token.ts';

const secret = randomBytes(32);
const family = { id: newId(), salt: randomBytes(32), generation: 7 };

test('a token says its family and generation, and is proven by secret and salt together', () => {
  const token = parseRefreshToken(toRefreshToken(family, secret));
  if (!token) throw new Error('not parsed');
  expect(token).toMatchObject({ familyId: family.id, generation: 7 });
  expect(isGenuine(token, family, secret)).toBe(true);
  expect(isGenuine(token, family, randomBytes(32))).toBe(false);
  expect(isGenuine(token, { ...family, salt: randomBytes(32) }, secret)).toBe(false);
  expect(isGenuine(token, { ...family, id: newId() }, secret)).toBe(false);
  expect(isGenuine({ ...token, generation: 8 }, family, secret)).toBe(false);
});

test('the same generation is the same token, each time it is derived', () => {
  expect(toRefreshToken(family, secret)).toBe(toRefreshToken({ ...family }, secret));
  const next = { ...family, generation: 8 };
  expect(toRefreshToken(next, secret)).not.toBe(toRefreshToken(family, secret));
});

test('every changed bit makes it another, forged token', () => {
  const bytes = Buffer.from(toRefreshToken(family, secret), 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    const token = parseRefreshToken(changed.toString('base64url'));
    if (!token) throw new Error('not parsed');
    const isOurs = token.familyId === family.id && isGenuine(token, family, secret);
    expect(isOurs).toBe(false);
  }
});

test('what has not the form of a token is none', () => {
  const token = toRefreshToken(family, secret);
  for (const text of [
    '',
    'x',
    token.slice(1),
    `${token}A`,
    `${token}=`,
    ` ${token}`,
    `${token}\n`,
  ]) {
    expect(parseRefreshToken(text)).toBeUndefined();
  }
});

/** A small seeded generator, so that a failing walk can be walked again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const second = 1000;

/** The family as it stands when nothing beside its current token was used. */
function stored(generation: number, usedAtMs?: number) {
  return { generation, currentUsedAt: usedAtMs === undefined ? null : new Date(usedAtMs) };
}

test('one holder whose answers get lost, whose tabs ask at once, is never taken for two', () => {
  for (let seed = 0; seed < 2000; seed += 1) {
    const random = seeded(seed);
    let current = 0;
    let held = 0;
    let usedAtMs: number | undefined;
    for (let step = 0; step < 20; step += 1) {
      const now = new Date(step * 1000 * second);
      const standing = standingOf({ generation: held }, stored(current, usedAtMs), now);
      expect(standing).not.toBe('reused');
      if (standing === 'current') {
        current += 1;
        usedAtMs = undefined;
      }
      // The answer arrives, or it does not; what has arrived is used.
      if (random() < 0.6) {
        held = current;
        usedAtMs ??= now.getTime();
      }
    }
  }
});

test('of two holders of one token, the second is found out once the first has gone two steps on', () => {
  const now = new Date();
  for (let lead = 2; lead < 50; lead += 1) {
    expect(standingOf({ generation: 0 }, stored(lead), now)).toBe('reused');
  }
  // A restored database knows less than its holders: that is no proof of one holder either.
  expect(standingOf({ generation: 3 }, stored(2), now)).toBe('reused');
});

test('the previous token is good for as long as its successor is not in use, and for 20 s of that', () => {
  const previous = { generation: 1 };
  const at = (ms: number): Date => new Date(ms);
  expect(standingOf(previous, stored(2), at(30 * 86_400 * second))).toBe('previous');
  const used = stored(2, 100 * second);
  expect(standingOf(previous, used, at(100 * second))).toBe('previous');
  expect(standingOf(previous, used, at(120 * second - 1))).toBe('previous');
  expect(standingOf(previous, used, at(120 * second))).toBe('reused');
});
