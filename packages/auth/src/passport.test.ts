import { createHmac, randomBytes, randomUUID } from 'node:crypto';

import { AppError } from '@dailyfeed/contract/errors';
import { expect, test } from 'vitest';

import { anonymous, type Identity } from './identity.ts';
import { mintPassport, PassportKeys, verifyPassport } from './passport.ts';

const secret = randomBytes(32);
const keys = PassportKeys.parse(`k1:${secret.toString('base64url')}`);
const now = new Date('2026-11-25T12:00:00Z');
const sessionId = randomUUID();
const ann: Identity = {
  ...anonymous('request-1'),
  member: {
    memberId: randomUUID(),
    sessionId,
    roles: ['MEMBER'],
    amr: ['pwd'],
    tokenId: randomUUID(),
  },
  address: '203.0.113.9',
  userAgent: 'Mozilla/5.0',
  device: { id: sessionId, kind: 'computer', os: 'macOS', browser: 'Safari' },
  language: 'ko',
  hasRefreshCookie: true,
};
const options = { audience: 'content', keys, now };

test('a passport says to its audience who sends a request, from what, and for how long', () => {
  const passport = mintPassport(ann, options);
  expect(verifyPassport(passport, options)).toEqual(ann);
  const service = { ...anonymous('request-2'), service: 'timeline' };
  expect(verifyPassport(mintPassport(service, options), options)).toEqual(service);

  const payload = JSON.parse(Buffer.from(passport.split('.')[0] ?? '', 'base64url').toString());
  expect(payload).toMatchObject({
    v: 1,
    mid: ann.member?.memberId,
    sid: sessionId,
    roles: ['MEMBER'],
    amr: ['pwd'],
    lang: 'ko',
    device: { id: sessionId, kind: 'computer', os: 'macOS', browser: 'Safari' },
    ip: '203.0.113.9',
    rid: 'request-1',
    aud: 'content',
    kid: 'k1',
  });
  expect(payload.exp - payload.iat).toBeLessThanOrEqual(60);
});

test('a passport of the former key is good as long as that key is known', () => {
  const passport = mintPassport(ann, options);
  const fresh = `k2:${randomBytes(32).toString('base64url')}`;
  const both = PassportKeys.parse(`${fresh},k1:${secret.toString('base64url')}`);
  expect(verifyPassport(passport, { ...options, keys: both })).toEqual(ann);
  expect(reasonOf(passport, { keys: PassportKeys.parse(fresh) })).toBe('forged');
});

test.each([
  ['no JSON', 'nonsense'],
  ['no object', '1'],
  ['null', 'null'],
  ['empty', ''],
  ['half a document', '{"v":1,'],
  ['no passport', '{}'],
  ['bytes that are no text', Buffer.from([0xff, 0x00])],
  ['of another version', JSON.stringify({ ...payloadOf(ann), v: 2 })],
  ['about nobody we name so', JSON.stringify({ ...payloadOf(ann), mid: 'admin' })],
  ['with a role that is none', JSON.stringify({ ...payloadOf(ann), roles: ['ROOT'] })],
  ['without an end', JSON.stringify({ ...payloadOf(ann), exp: undefined })],
])('what is signed well and is %s is refused as malformed', (_what, body) => {
  expect(reasonOf(signed(body))).toBe('malformed');
});

test('what is not signed by us is forged, however it looks', () => {
  const passport = mintPassport(ann, options);
  const [body = '', signature = ''] = passport.split('.');
  for (const forged of [
    '',
    '.',
    'nonsense',
    `${body}.`,
    `.${signature}`,
    `${passport}.`,
    `${passport}x`,
    `${body}.${signature.slice(0, -1)}`,
    `${body}.${signature}=`,
    `${body}x.${signature}`,
    `${body}.${'é'.repeat(43)}`,
    `${body}.${signature}.${signature}`,
  ]) {
    expect.soft(reasonOf(forged), forged).toBe('forged');
  }
});

test('a passport is good for its audience, and for a minute at most', () => {
  const passport = mintPassport(ann, options);
  expect(reasonOf(passport, { audience: 'timeline' })).toBe('made out to someone else');
  expect(reasonOf(passport, { now: new Date(now.getTime() + 60_000) })).toBe('expired');
  expect(reasonOf(passport, { now: new Date(now.getTime() - 60_000) })).toBe('from the future');
});

/** Why a passport is refused; it always is with TOKEN_INVALID. */
function reasonOf(passport: string, given: Partial<typeof options> = {}): unknown {
  try {
    verifyPassport(passport, { ...options, ...given });
    return undefined;
  } catch (error) {
    const isRefusal = error instanceof AppError && error.code === 'TOKEN_INVALID';
    return isRefusal ? Object(error.cause)['message'] : error;
  }
}

function payloadOf(identity: Identity): object {
  const [body = ''] = mintPassport(identity, options).split('.');
  return Object(JSON.parse(Buffer.from(body, 'base64url').toString()));
}

function signed(body: string | Buffer): string {
  const encoded = Buffer.from(body).toString('base64url');
  return `${encoded}.${createHmac('sha256', secret).update(encoded).digest('base64url')}`;
}
