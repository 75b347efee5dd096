import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  accessTokenAudience,
  accessTokenIssuer,
  type AccessTokenVerifier,
  createAccessTokenVerifier,
} from './access-token.ts';
import { createRemoteKeys } from './jwks.ts';
import { createRevocations, type Revocation, type Revocations } from './revocations.ts';
import { type Issuer, startIssuer } from './testing.ts';

const memberId = '0190c1f2-0000-7000-8000-000000000001';
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let issuer: Issuer;
let revocations: Revocations;
let offsetMs = 0;
const now = (): Date => new Date(Date.now() + offsetMs);

beforeAll(async () => {
  issuer = await startIssuer();
  revocations = createRevocations({
    poll: () => Promise.resolve({ items: [], now: Date.now() }),
    log,
    now,
  });
});
afterAll(async () => {
  await revocations[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

function verifier(judgedBy = revocations): AccessTokenVerifier {
  offsetMs = 0;
  const keys = createRemoteKeys({ url: `${issuer.url}/.well-known/jwks.json`, log, now });
  return createAccessTokenVerifier({
    keys,
    revocations: judgedBy,
    issuer: accessTokenIssuer,
    audience: accessTokenAudience,
    now,
  });
}

describe('an access token', () => {
  test('of the current key is valid and names its member and session', async () => {
    const sessionId = '0190c1f2-0000-7000-8000-00000000000a';
    const token = await issuer.sign({ memberId, sessionId, jti: 'one' });
    expect(await verifier().verify(token)).toMatchObject({
      kind: 'valid',
      jti: 'one',
      principal: { memberId, sessionId, roles: ['MEMBER'], amr: ['pwd'] },
      isRefreshAdvised: false,
    });
  });

  test('past its life is expired, also when it was verified before', async () => {
    const tokens = verifier();
    const token = await issuer.sign({ lifeSeconds: 120 });
    expect(await tokens.verify(token)).toMatchObject({ kind: 'valid' });
    offsetMs = 121_000;
    expect(await tokens.verify(token)).toEqual({ kind: 'expired' });
    expect(await verifier().verify(await issuer.sign({ lifeSeconds: -1 }))).toEqual({
      kind: 'expired',
    });
  });

  test('with less than a minute left is valid and advises a refresh', async () => {
    expect(await verifier().verify(await issuer.sign({ lifeSeconds: 59 }))).toMatchObject({
      kind: 'valid',
      isRefreshAdvised: true,
    });
  });

  test.each([
    ['issuer', { issuer: 'someone' }],
    ['audience', { audience: 'other-api' }],
    ['type', { type: 'JWT' }],
    ['issuer, though expired', { issuer: 'someone', lifeSeconds: -1 }],
    ['member id', { memberId: 'root' }],
  ])('with a wrong %s is invalid', async (_what, facts) => {
    expect(await verifier().verify(await issuer.sign(facts))).toEqual({ kind: 'invalid' });
  });

  test.each(['', 'x', 'a.b.c', '...', 'e30.e30.e30'])(
    'that is no token (%j) is invalid',
    async (token) => {
      expect(await verifier().verify(token)).toEqual({ kind: 'invalid' });
    },
  );

  test('that was tampered with, unsigned or signed by HMAC is invalid', async () => {
    const genuine = await issuer.sign({ memberId });
    const [head = '', , signature = ''] = genuine.split('.');
    const other = (await issuer.sign({})).split('.')[1] ?? '';
    const kid = issuer.addKey({ state: 'previous' });
    const hmac = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256', kid, typ: 'at+jwt' })
      .sign(new TextEncoder().encode('a secret that is long enough to sign'));
    const tokens = verifier();
    expect(await tokens.verify(`${head}.${other}.${signature}`)).toEqual({ kind: 'invalid' });
    expect(await tokens.verify(new UnsecuredJWT({}).encode())).toEqual({ kind: 'invalid' });
    expect(await tokens.verify(hmac)).toEqual({ kind: 'invalid' });
  });

  test('of an older key is valid and advises a refresh', async () => {
    const old = issuer.addKey();
    issuer.addKey();
    expect(await verifier().verify(await issuer.sign({}, old))).toMatchObject({
      kind: 'valid',
      isRefreshAdvised: true,
    });
  });

  test('of a key published as next, as a stale cache sees the current one, advises nothing', async () => {
    const next = issuer.addKey({ state: 'next' });
    expect(await verifier().verify(await issuer.sign({}, next))).toMatchObject({
      kind: 'valid',
      isRefreshAdvised: false,
    });
  });

  test.each([
    ['token', { jti: 'gone' }, 'gone'],
    ['session', { sessionId: memberId }, memberId],
    ['member', { memberId }, memberId],
  ] as const)(
    'is revoked from the moment its %s is, also when it was verified before',
    async (kind, facts, id) => {
      const tokens = verifier();
      const token = await issuer.sign(facts);
      expect(await tokens.verify(token)).toMatchObject({ kind: 'valid' });
      revocations.add({
        kind,
        id,
        at: new Date().toISOString(),
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      });
      expect(await tokens.verify(token)).toEqual({ kind: 'revoked' });
    },
  );

  test('that expired so long ago that its key was withdrawn is expired, not forged', async () => {
    const kid = issuer.addKey({ state: 'previous', isPublished: false });
    const lifeSeconds = 900;
    const issuedAt = new Date(Date.now() - 7_200_000);
    const token = await issuer.sign({ issuedAt, lifeSeconds }, kid);
    expect(await verifier().verify(token)).toEqual({ kind: 'expired' });
    const [head, , signature] = token.split('.');
    expect(await verifier().verify(`${head}.nonsense.${signature}`)).toEqual({ kind: 'invalid' });
  });

  test('of a key that is gone because it was revoked this moment is asked about, not refused', async () => {
    const kid = issuer.addKey({ state: 'previous', isPublished: false });
    const token = await issuer.sign({}, kid);
    const items: Revocation[] = [];
    await using own = createRevocations({
      poll: () => Promise.resolve({ items: [...items], now: Date.now() }),
      log,
      now,
    });
    await own.load();
    items.push({
      kind: 'key',
      id: kid,
      at: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(await verifier(own).verify(token)).toEqual({ kind: 'expired' });
  });

  test('of the key that takes the place of a revoked one is good at once, however lately keys were asked for', async () => {
    const judge = verifier();
    expect(await judge.verify(await issuer.sign())).toMatchObject({ kind: 'valid' });
    const kid = issuer.addKey();
    const token = await issuer.sign({}, kid);
    // Unknown, and asked for within the last 30 seconds.
    expect(await judge.verify(token)).toEqual({ kind: 'invalid' });
    revocations.add({
      kind: 'key',
      id: 'another',
      at: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(await judge.verify(token)).toMatchObject({ kind: 'valid' });
  });

  test('of a revoked key counts as expired, even when the key is gone', async () => {
    const kid = issuer.addKey({ state: 'previous', isPublished: false });
    const token = await issuer.sign({}, kid);
    expect(await verifier().verify(token)).toEqual({ kind: 'invalid' });
    revocations.add({
      kind: 'key',
      id: kid,
      at: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(await verifier().verify(token)).toEqual({ kind: 'expired' });
  });
});
