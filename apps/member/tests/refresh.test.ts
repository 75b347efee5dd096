import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  claimsOf,
  createClock,
  createStandingClock,
  dayMs,
  minuteMs,
  origin,
  persistAnswer,
  refreshTokenOf,
  secondMs,
  startTestMember,
  type TestMember,
} from './_harness.ts';
import { askMe, outcomeOf, refused, tokenOf } from './_refresh.ts';

const clock = createClock();
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember({}, { now: clock.now });
});
afterAll(() => member[Symbol.asyncDispose]());

test('a refresh gives a new pair, and the access token of before lives out its minutes', async () => {
  const ann = await member.signUp();
  const answer = await member.refresh(ann.refreshToken);

  expect(answer.status).toBe(200);
  const grant = answer.data as { accessToken: string; expiresAt: string };
  expect(Object.keys(grant).toSorted()).toEqual(['accessToken', 'expiresAt']);
  expect(answer.headers.get('authorization')).toBe(`Bearer ${grant.accessToken}`);
  expect(refreshTokenOf(answer)).not.toBe(ann.refreshToken);
  expect(answer.cookies.get('signed-in')?.value).toBe('1');
  const [before, after] = [claimsOf(ann.accessToken), claimsOf(grant.accessToken)];
  expect(after['sid']).toBe(before['sid']);
  expect(after['jti']).not.toBe(before['jti']);
  expect(Date.parse(grant.expiresAt)).toBe(Number(after['exp']) * 1000);
  for (const token of [ann.accessToken, grant.accessToken]) {
    expect(await statusOfMe(token)).toBe(200);
  }
});

test('the alias does the same, and the body may be empty, JSON, or nothing at all', async () => {
  const ann = await member.signUp();
  const headers = { origin, cookie: `__Host-refresh=${ann.refreshToken}` };
  const json = { ...headers, 'content-type': 'application/json' };
  for (const request of [
    { path: '/api/key/refresh', method: 'POST', headers },
    { path: '/api/key/refresh', method: 'POST', headers: json },
    { path: '/api/token/refresh', method: 'POST', headers: json, body: '{}' },
    { path: '/api/token/refresh?x=1', method: 'POST', headers: json, body: '' },
  ]) {
    expect((await member.send(request)).status).toBe(200);
  }
  expect((await member.send({ path: '/api/token/refresh', headers })).status).toBe(404);
});

test('whose answer was lost gets the same successor again, however late', async () => {
  const ann = await member.signUp();
  const lost = await member.refresh(ann.refreshToken);
  for (const waitMs of [0, 21 * secondMs, 2 * dayMs]) {
    clock.advance(waitMs);
    const again = await member.refresh(ann.refreshToken);
    expect(again.status).toBe(200);
    expect(refreshTokenOf(again)).toBe(refreshTokenOf(lost));
  }
  const arrived = await member.refresh(ann.refreshToken);
  expect(await statusOfMe(tokenOf(arrived))).toBe(200);
  expect((await member.refresh(refreshTokenOf(lost))).status).toBe(200);
});

test('a token whose successor is in use is good for 20 s more, for the tab that was slower', async () => {
  const standing = createStandingClock();
  await using still = await startTestMember({}, { now: standing.now });
  const ann = await still.signUp();
  const first = await still.refresh(ann.refreshToken);
  expect((await askMe(still, tokenOf(first))).status).toBe(200);
  standing.advance(19 * secondMs);
  // The access token of before is no use of the successor.
  expect((await askMe(still, ann.accessToken)).status).toBe(200);
  const slower = await still.refresh(ann.refreshToken);
  expect(slower.status).toBe(200);
  expect(refreshTokenOf(slower)).toBe(refreshTokenOf(first));
  expect((await still.refresh(refreshTokenOf(first))).status).toBe(200);
});

test('50 refreshes with one token at once give one successor, and nobody is logged out', async () => {
  const ann = await member.signUp();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => persistAnswer(() => member.refresh(ann.refreshToken))),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const successors = new Set(answers.map(refreshTokenOf));
  expect(successors.size).toBe(1);
  expect(await generationOf(ann.sessionId)).toBe(1);
  const next = await member.refresh([...successors].join());
  expect(next.status).toBe(200);
});

test('a session slides on for 30 days each time, and ends after 180', async () => {
  const ann = await member.signUp();
  let { refreshToken } = ann;
  for (let day = 29; day < 180; day += 29) {
    clock.advance(29 * dayMs);
    const answer = await member.refresh(refreshToken);
    expect(answer.status).toBe(200);
    const maxAge = Number(/Max-Age=(\d+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]);
    expect(maxAge * secondMs).toBeLessThanOrEqual((180 - day) * dayMs);
    expect(maxAge * secondMs).toBeGreaterThan((Math.min(30, 180 - day) - 1) * dayMs);
    refreshToken = refreshTokenOf(answer);
  }
  clock.advance(6 * dayMs + minuteMs);
  expect(outcomeOf(await member.refresh(refreshToken))).toEqual(refused('TOKEN_INVALID'));

  const bob = await member.signUp();
  clock.advance(30 * dayMs + secondMs);
  expect(outcomeOf(await member.refresh(bob.refreshToken))).toEqual(refused('TOKEN_INVALID'));
});

test('what is no refresh token of ours is refused, and the cookies are cleared', async () => {
  const ann = await member.signUp();
  const bob = await member.signUp();
  const bytes = Buffer.from(ann.refreshToken, 'base64url');
  const withGeneration = (generation: number): string => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32BE(generation, 16);
    return changed.toString('base64url');
  };
  const ofBob = Buffer.concat([
    Buffer.from(bob.refreshToken, 'base64url').subarray(0, 16),
    bytes.subarray(16),
  ]).toString('base64url');
  for (const forged of [
    'nonsense',
    ann.accessToken,
    withGeneration(1),
    withGeneration(4_294_967_295),
    ofBob,
    Buffer.alloc(52).toString('base64url'),
    `${ann.refreshToken}A`,
  ]) {
    expect(outcomeOf(await member.refresh(forged))).toEqual(refused('TOKEN_INVALID'));
  }
  // None of them touched the sessions they named.
  expect((await member.refresh(ann.refreshToken)).status).toBe(200);
  expect((await member.refresh(bob.refreshToken)).status).toBe(200);
});

test('without the cookie, or with the plain one on a public origin, there is nothing to refresh', async () => {
  const ann = await member.signUp();
  const request = { path: '/api/token/refresh', method: 'POST' };
  expect(outcomeOf(await member.send({ ...request, headers: { origin } }))).toEqual(
    refused('UNAUTHENTICATED'),
  );
  const plain = { origin, cookie: `refresh=${ann.refreshToken}` };
  expect(outcomeOf(await member.send({ ...request, headers: plain }))).toEqual(
    refused('UNAUTHENTICATED'),
  );
});

test.each([
  ['another origin', { origin: 'https://evil.example' }],
  ['an opaque origin', { origin: 'null' }],
  ['a sibling under the same site', { origin: `${origin}.example` }],
  ['the same origin named by a cross-site request', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling domain', { 'sec-fetch-site': 'same-site' }],
  ['an address typed in', { 'sec-fetch-site': 'none' }],
])('%s may not refresh, and the session is untouched', async (_who, headers) => {
  const ann = await member.signUp();
  const answer = await member.refresh(ann.refreshToken, headers);
  expect(answer).toMatchObject({ status: 403, appCode: 'ORIGIN_REFUSED' });
  expect(answer.cookies.size).toBe(0);
  expect(await generationOf(ann.sessionId)).toBe(0);
});

test('a request that does not say where it comes from may not refresh', async () => {
  const ann = await member.signUp();
  const headers = { cookie: `__Host-refresh=${ann.refreshToken}` };
  const answer = await member.send({ path: '/api/token/refresh', method: 'POST', headers });
  expect(answer).toMatchObject({ status: 403, appCode: 'ORIGIN_REFUSED' });
});

test('a form is refused whatever it says of its origin', async () => {
  const ann = await member.signUp();
  const headers = { origin, cookie: `__Host-refresh=${ann.refreshToken}` };
  const request = { path: '/api/token/refresh', method: 'POST', headers };
  const form = new FormData();
  form.set('a', '1');
  expect((await member.send({ ...request, body: form })).status).toBe(415);
  expect((await member.send({ ...request, body: 'a=1' })).status).toBe(415);
  expect(await generationOf(ann.sessionId)).toBe(0);
});

test('a disabled member cannot refresh', async () => {
  const ann = await member.signUp();
  await member.deps.db.member.update({
    where: { id: ann.id },
    data: { disabledAt: new Date() },
  });
  expect(outcomeOf(await member.refresh(ann.refreshToken))).toEqual(refused('TOKEN_REVOKED'));
});

test('roles are read anew at each refresh', async () => {
  const ann = await member.signUp();
  await member.deps.db.member.update({
    where: { id: ann.id },
    data: { roles: ['MEMBER', 'ADMIN'] },
  });
  const answer = await member.refresh(ann.refreshToken);
  expect(claimsOf(tokenOf(answer))['roles']).toEqual(['MEMBER', 'ADMIN']);
});

test('neither the database nor the secret alone makes a token', async () => {
  const ann = await member.signUp();
  const row = await member.deps.db.refreshToken.findUniqueOrThrow({ where: { id: ann.sessionId } });
  const stored = JSON.stringify(row, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value,
  );
  expect(stored).not.toContain(ann.refreshToken);

  // Another secret on the same database: no session of it is known.
  await using other = await startTestMember({
    MEMBER_DATABASE_URL: member.databaseUrl,
    KEY_ENCRYPTION_KEY: member.deps.settings.keyEncryptionKey.toString('base64url'),
  });
  expect(outcomeOf(await other.refresh(ann.refreshToken))).toEqual(refused('TOKEN_INVALID'));
  // Another salt: the same.
  const salt = new Uint8Array(32);
  await member.deps.db.refreshToken.update({ where: { id: ann.sessionId }, data: { salt } });
  expect(outcomeOf(await member.refresh(ann.refreshToken))).toEqual(refused('TOKEN_INVALID'));
});

async function statusOfMe(accessToken: string): Promise<number> {
  return (await askMe(member, accessToken)).status;
}

async function generationOf(id: string): Promise<number> {
  const row = await member.deps.db.refreshToken.findUniqueOrThrow({ where: { id } });
  return row.generation;
}
