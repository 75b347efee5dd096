import { generateKeyPairSync, sign } from 'node:crypto';

import { expect, test } from 'vitest';

import {
  accessTokenAudience,
  accessTokenIssuer,
  accessTokenType,
  createAccessTokenVerifier,
} from './access-token.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const now = new Date('2026-11-25T12:00:00Z');
const seconds = now.getTime() / 1000;
const verifier = createAccessTokenVerifier({
  keys: {
    find: async (kid) => ({ kid, key: publicKey }),
    isCurrent: async () => true,
    readAtMs: () => now.getTime(),
    expire: () => undefined,
  },
  revocations: {
    isRevoked: async () => false,
    isKeyRevoked: async () => false,
    catchUp: async () => undefined,
    isRoleChanged: async () => false,
    subscribe: () => () => undefined,
  },
  issuer: accessTokenIssuer,
  audience: accessTokenAudience,
  now: () => now,
});
const honest = {
  iss: accessTokenIssuer,
  aud: accessTokenAudience,
  sub: '0190c1f2-0000-7000-8000-000000000001',
  sid: '0190c1f2-0000-7000-8000-000000000002',
  jti: 'one',
  iat: seconds,
  exp: seconds + 900,
  roles: ['MEMBER'],
  amr: ['pwd'],
};

/** A token of the genuine key, whatever it says. */
function signed(payload: object | string, head: object = {}): string {
  const protectedHead = { alg: 'ES256', kid: 'k', typ: accessTokenType, ...head };
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const body = [JSON.stringify(protectedHead), text]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(body), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${body}.${signature.toString('base64url')}`;
}

test('the honest one is valid', async () => {
  expect(await verifier.verify(signed(honest))).toMatchObject({ kind: 'valid', jti: 'one' });
});

test.each(Object.keys(honest))('without %s a token is invalid, genuine or not', async (claim) => {
  expect(await verifier.verify(signed({ ...honest, [claim]: undefined }))).toEqual({
    kind: 'invalid',
  });
});

test.each([
  ['exp', String(seconds + 900)],
  ['exp', null],
  ['exp', [seconds + 900]],
  ['exp', 1e308],
  ['exp', 9_007_199_254_740_991],
  ['iat', String(seconds)],
  ['exp', seconds + 3601],
  ['iat', -1e308],
  ['nbf', seconds + 3600],
  ['nbf', 'soon'],
  ['iss', [accessTokenIssuer, 'someone']],
  ['iss', `${accessTokenIssuer}/`],
  ['aud', 'dailyfeed-gateway'],
  ['aud', []],
  ['aud', { [accessTokenAudience]: true }],
  ['sub', ['0190c1f2-0000-7000-8000-000000000001']],
  ['sub', 'ann'],
  ['sub', { toString: 'x' }],
  ['sid', ''],
  ['jti', ''],
  ['jti', 1],
  ['roles', 'ADMIN'],
  ['roles', ['ROOT']],
  ['roles', { 0: 'ADMIN', length: 1 }],
  ['amr', 'pwd'],
] as const)('with %s %j a token is invalid', async (claim, value) => {
  expect(await verifier.verify(signed({ ...honest, [claim]: value }))).toEqual({ kind: 'invalid' });
});

test.each([
  ['typ', { typ: 'JWT' }],
  ['typ in a longer form', { typ: 'application/jwt' }],
  ['no typ', { typ: undefined }],
  ['another alg', { alg: 'ES384' }],
  ['a list of algs', { alg: ['ES256'] }],
  ['a kid that is a number', { kid: 1 }],
  ['a kid that is an object', { kid: { toString: 'k' } }],
  ['a critical header', { crit: ['x'], x: 1 }],
])('with %s in its head a token is invalid', async (_what, head) => {
  expect(await verifier.verify(signed(honest, head))).toEqual({ kind: 'invalid' });
});

test.each(['null', '[]', '"text"', '1', '{', ''])(
  'whose payload is %s is invalid',
  async (text) => {
    expect(await verifier.verify(signed(text))).toEqual({ kind: 'invalid' });
  },
);

test('a claim that is there twice counts once, as the last one, and a name of an object’s own changes nothing', async () => {
  const other = '0190c1f2-0000-7000-8000-000000000009';
  const text = JSON.stringify(honest);
  const twice = `${text.slice(0, -1)},"sub":"${other}","__proto__":{"roles":["ADMIN"]}}`;
  expect(await verifier.verify(signed(twice))).toMatchObject({
    kind: 'valid',
    principal: { memberId: other, roles: ['MEMBER'] },
  });
});
