import { expect, test } from 'vitest';

import { createRevocations, type Revocation, type RevocationList } from './revocations.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const memberId = '0190c1f2-0000-7000-8000-000000000001';
const token = (facts: { jti?: string; issuedAtMs?: number } = {}) => ({
  jti: facts.jti ?? 'jti',
  principal: { memberId, sessionId: memberId },
  issuedAtMs: facts.issuedAtMs ?? Date.now(),
});

function revocation(facts: Partial<Revocation>): Revocation {
  return {
    kind: 'token',
    id: 'jti',
    at: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    ...facts,
  };
}

test('nothing passes before the list was heard of once, and all goes on when it was', async () => {
  let nowMs = Date.now();
  let answer = (): Promise<RevocationList> => Promise.reject(new Error('away'));
  await using revocations = createRevocations({
    poll: () => answer(),
    log,
    now: () => new Date(nowMs),
  });
  await expect(revocations.isRevoked(token())).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
  answer = () => Promise.resolve({ items: [revocation({})], now: nowMs });
  nowMs += 1000;
  expect(await revocations.isRevoked(token())).toBe(true);
  answer = () => Promise.reject(new Error('away'));
  expect(await revocations.isRevoked(token({ jti: 'other' }))).toBe(false);
});

test('a revocation delivered late and out of order does not weaken a later one', async () => {
  const issuedAtMs = 1_800_000_000_000;
  await using revocations = createRevocations({
    poll: () => Promise.resolve({ items: [], now: Date.now() }),
    log,
    now: () => new Date(),
  });
  const at = (ms: number) =>
    revocation({ kind: 'member', id: memberId, at: new Date(ms).toISOString() });
  revocations.add(at(issuedAtMs + 500));
  revocations.add(at(issuedAtMs - 60_000));
  expect(await revocations.isRevoked(token({ issuedAtMs }))).toBe(true);
  expect(await revocations.isRevoked(token({ issuedAtMs: issuedAtMs + 1000 }))).toBe(false);
});
