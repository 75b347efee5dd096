import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';

import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, PassportKeys } from '@dailyfeed/auth/passport';
import type { Revocation } from '@dailyfeed/auth/revocations';
import { SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';

import { revokeKey, rotateKeys } from '../src/domain/key-rotation.ts';
import { announceRevocation, recordRevocation } from '../src/domain/revocation.ts';
import { callAs, signUpAdmin } from './_admin.ts';
import {
  anyone,
  createClock,
  minuteMs,
  password,
  type Person,
  secondMs,
  startTestMember,
  type TestMember,
} from './_harness.ts';
import { type Answer, authHeaderOf } from './_http.ts';

const clock = createClock();
let member: TestMember;

beforeAll(async () => {
  member = await startTestMember({}, { now: clock.now });
  return () => member[Symbol.asyncDispose]();
});

test('a token of the current key: as usual, no header', async () => {
  const ann = await member.signUp();
  expect(outcomeOf(await me(ann))).toEqual({ status: 200 });
});

test('a token of an older key: the work is done, and a refresh is advised', async () => {
  const ann = await member.signUp();
  clock.advance(12 * minuteMs);
  const bob = await member.signUp();
  expect(await rotateKeys(member.deps, { when: 'now' })).toMatchObject([
    { kind: 'promote' },
    { kind: 'create', state: 'NEXT' },
  ]);
  clock.advance(6 * secondMs);
  expect(outcomeOf(await me(ann))).toEqual({ status: 200, header: 'x-token-refresh-needed' });
  const followed = await member.send({
    procedure: 'follow.follow',
    input: { memberId: ann.id },
    headers: bearer(bob),
  });
  expect(outcomeOf(followed)).toEqual({ status: 200, header: 'x-token-refresh-needed' });
  expect(await member.deps.db.follow.count({ where: { followerId: bob.id } })).toBe(1);

  const refreshed = await member.refresh(bob.refreshToken);
  const { accessToken } = refreshed.data as Person; // the contract's TokenGrant
  expect(outcomeOf(await me({ accessToken }))).toEqual({ status: 200 });
});

test('a token with less than a minute left: the work is done, and a refresh is advised', async () => {
  const ann = await member.signUp();
  clock.advance(15 * minuteMs - 59 * secondMs);
  expect(outcomeOf(await me(ann))).toEqual({ status: 200, header: 'x-token-refresh-needed' });
});

test('an expired token: 401, refresh, with the cookie and without', async () => {
  const ann = await member.signUp();
  clock.advance(16 * minuteMs);
  for (const headers of [{}, cookieOf(ann)]) {
    expect(outcomeOf(await me(ann, headers))).toEqual({
      status: 401,
      appCode: 'TOKEN_EXPIRED',
      header: 'x-token-refresh-needed',
    });
  }
});

test.each(['token', 'session', 'member'] as const)(
  'a token whose %s was revoked: 401, log in, whatever the cookie',
  async (kind) => {
    const ann = await member.signUp();
    const jti = claimOf(ann, 'jti');
    await revoke({ kind, id: { token: jti, session: ann.sessionId, member: ann.id }[kind] });
    for (const headers of [{}, cookieOf(ann)]) {
      expect(outcomeOf(await me(ann, headers))).toEqual({
        status: 401,
        appCode: 'TOKEN_REVOKED',
        header: 'x-relogin-required',
      });
    }
  },
);

test('a token of a disabled member: 401, log in, whatever the cookie, also in a batch', async () => {
  const [ann, admin] = [await member.signUp(), await signUpAdmin(member)];
  const input = { memberId: ann.id, reason: 'spam' };
  const disabled = await callAs(member, admin, { procedure: 'admin.disable', input });
  expect(outcomeOf(disabled)).toEqual({ status: 200 });
  const batch = '/trpc/profile.me,session.list?batch=1&input={}';
  for (const path of ['/trpc/profile.me', batch]) {
    for (const headers of [bearer(ann), { ...bearer(ann), ...cookieOf(ann) }]) {
      expect(outcomeOf(await member.send({ path, headers }))).toEqual({
        status: 401,
        appCode: 'TOKEN_REVOKED',
        header: 'x-relogin-required',
      });
    }
  }
});

test('a token signed by a key that an operator revoked: 401, refresh', async () => {
  const ann = await member.signUp();
  const { kid } = await member.deps.keys.getSigner();
  expect(await revokeKey(member.deps, kid)).toBe(true);
  await expect.poll(async () => (await me(ann)).status).toBe(401);
  for (const headers of [{}, cookieOf(ann)]) {
    expect(outcomeOf(await me(ann, headers))).toEqual({
      status: 401,
      appCode: 'TOKEN_EXPIRED',
      header: 'x-token-refresh-needed',
    });
  }
  const refreshed = await member.refresh(ann.refreshToken);
  const { accessToken } = refreshed.data as Person; // the contract's TokenGrant
  expect(outcomeOf(await me({ accessToken }))).toEqual({ status: 200 });
});

test('what is no token of ours: 401, log in, whatever the cookie', async () => {
  const ann = await member.signUp();
  const signer = await member.deps.keys.getSigner();
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const [head = '', body = '', signature = ''] = ann.accessToken.split('.');
  const honest = { kid: signer.kid, key: signer.key };
  const forgeries = {
    malformed: 'nonsense',
    'with another body': [head, Buffer.from('{}').toString('base64url'), signature].join('.'),
    'without signature': `${encode({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    'signed with a shared secret': hmacToken(signer.kid, body),
    'of a stranger under our kid': await sign(ann, { ...honest, key: stranger }),
    'of an unknown kid': await sign(ann, { kid: randomUUID(), key: stranger }),
    'of another issuer': await sign(ann, { ...honest, issuer: 'someone' }),
    'for another audience': await sign(ann, { ...honest, audience: 'someone' }),
    'of another type': await sign(ann, { ...honest, type: 'JWT' }),
    'without claims': await sign({ ...ann, id: 'nobody' }, honest),
  };
  for (const [name, accessToken] of Object.entries(forgeries)) {
    for (const headers of [{}, cookieOf(ann)]) {
      const answer = await me({ accessToken }, headers);
      expect.soft(answer.status, name).toBe(401);
      expect.soft(answer.appCode, name).toBe('TOKEN_INVALID');
      expect.soft(answer.headers.get('x-relogin-required'), name).toBe('true');
      expect.soft(answer.headers.get('x-token-refresh-needed'), name).toBeNull();
    }
  }
  expect(outcomeOf(await me({ accessToken: await sign(ann, honest) }))).toEqual({ status: 200 });
});

test('no token on a public procedure: as usual, anonymous', async () => {
  const ann = await member.signUp();
  const path = `/trpc/profile.byHandle?input=${encodeURIComponent(JSON.stringify({ handle: ann.handle }))}`;
  const answer = await member.send({ path });
  expect(outcomeOf(answer)).toEqual({ status: 200 });
  expect(answer.data).toMatchObject({ id: ann.id, relation: null });
});

test('any token at all on log-in, sign-up and refresh is ignored', async () => {
  const ann = await member.signUp();
  const revoked = await member.signUp();
  await revoke({ kind: 'session', id: revoked.sessionId });
  for (const accessToken of ['nonsense', revoked.accessToken]) {
    const headers = bearer({ accessToken });
    const logIn = { email: ann.email, password };
    const answers = [
      await member.send({ procedure: 'auth.logIn', input: logIn, headers }),
      await member.send({ procedure: 'auth.signUp', input: anyone(), headers }),
      await member.refresh(ann.refreshToken, headers),
      await member.send({ path: '/.well-known/jwks.json', headers }),
    ];
    for (const answer of answers) expect(outcomeOf(answer)).toEqual({ status: 200 });
  }
});

test('no token on a member procedure: 401, log in, or refresh if there is a cookie', async () => {
  const ann = await member.signUp();
  const expected = { status: 401, appCode: 'UNAUTHENTICATED' };
  const path = '/trpc/profile.me';
  expect(outcomeOf(await member.send({ path }))).toEqual({
    ...expected,
    header: 'x-relogin-required',
  });
  expect(outcomeOf(await member.send({ path, headers: cookieOf(ann) }))).toEqual({
    ...expected,
    header: 'x-token-refresh-needed',
  });
});

test('a refresh with what is expired, revoked or unknown: 401, log in, cookie cleared', async () => {
  const ann = await member.signUp();
  await member.send({ procedure: 'auth.logOut', headers: bearer(ann) });
  const refusals = { nonsense: 'TOKEN_INVALID', [ann.refreshToken]: 'TOKEN_REVOKED' };
  for (const [cookie, appCode] of Object.entries(refusals)) {
    const answer = await member.refresh(cookie);
    expect(outcomeOf(answer)).toEqual({ status: 401, appCode, header: 'x-relogin-required' });
    expect(answer.cookies.get('__Host-refresh')?.value).toBe('');
  }
});

test('the headers arrive in a batch, and in one where some succeed', async () => {
  const ann = await member.signUp();
  const input = encodeURIComponent(JSON.stringify({ 0: { memberId: ann.id } }));
  const mixed = `/trpc/profile.byId,profile.me?batch=1&input=${input}`;
  const anonymously = await member.send({ path: mixed });
  expect(outcomeOf(anonymously)).toEqual({ status: 207, header: 'x-relogin-required' });
  const expiring = await member.signUp();
  clock.advance(15 * minuteMs - 30 * secondMs);
  const advised = await member.send({ path: mixed, headers: bearer(expiring) });
  expect(outcomeOf(advised)).toEqual({ status: 200, header: 'x-token-refresh-needed' });
  clock.advance(minuteMs);
  const expired = await member.send({ path: mixed, headers: bearer(expiring) });
  expect(outcomeOf(expired)).toEqual({
    status: 401,
    appCode: 'TOKEN_EXPIRED',
    header: 'x-token-refresh-needed',
  });
});

test('a passport that is forged, expired, or made out to someone else: 401', async () => {
  const ann = await member.signUp();
  const identity = { ...anonymous('test'), service: 'timeline' };
  const strange = PassportKeys.parse(`test:${Buffer.alloc(32).toString('base64url')}`);
  const genuine = member.passportOf(identity)['x-passport'] ?? '';
  const forged = mintPassport(identity, { audience: 'member', keys: strange, now: clock.now() });
  for (const passport of [forged, `${genuine}x`, 'nonsense', '', '.']) {
    const answer = await me(ann, { 'x-passport': passport });
    expect(outcomeOf(answer)).toEqual({
      status: 401,
      appCode: 'TOKEN_INVALID',
      header: 'x-relogin-required',
    });
  }
  clock.advance(minuteMs);
  const late = await member.send({
    path: '/revocations?since=0',
    headers: { 'x-passport': genuine },
  });
  expect(outcomeOf(late)).toEqual({
    status: 401,
    appCode: 'TOKEN_INVALID',
    header: 'x-relogin-required',
  });
});

/** Status, code and way out; what there is none of is left out. */
function outcomeOf(answer: Answer): { status: number; appCode?: string; header?: string } {
  const { status, appCode } = answer;
  const header = authHeaderOf(answer);
  return { status, ...(appCode ? { appCode } : {}), ...(header ? { header } : {}) };
}

function me(
  person: { accessToken: string },
  headers: Record<string, string> = {},
): Promise<Answer> {
  return member.send({ path: '/trpc/profile.me', headers: { ...bearer(person), ...headers } });
}

function bearer(person: { accessToken: string }): Record<string, string> {
  return { authorization: `Bearer ${person.accessToken}` };
}

function cookieOf(person: Person): Record<string, string> {
  return { cookie: `__Host-refresh=${person.refreshToken}` };
}

async function revoke(subject: Pick<Revocation, 'kind' | 'id'>): Promise<void> {
  const { deps } = member;
  await announceRevocation(deps, await recordRevocation(deps, deps.db, subject));
}

async function sign(
  person: Person,
  facts: {
    kid: string;
    key: Parameters<SignJWT['sign']>[0];
    issuer?: string;
    audience?: string;
    type?: string;
  },
): Promise<string> {
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT({ sid: person.sessionId, roles: ['MEMBER'], amr: ['pwd'] })
    .setProtectedHeader({ alg: 'ES256', kid: facts.kid, typ: facts.type ?? 'at+jwt' })
    .setIssuer(facts.issuer ?? 'dailyfeed')
    .setAudience(facts.audience ?? 'dailyfeed-api')
    .setSubject(person.id)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + 900)
    .sign(facts.key);
}

function hmacToken(kid: string, body: string): string {
  const head = encode({ alg: 'HS256', kid, typ: 'at+jwt' });
  const signature = createHmac('sha256', kid).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${signature}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function claimOf(person: Person, name: string): string {
  const [, body = ''] = person.accessToken.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, string>; // ours
  return claims[name] ?? '';
}
