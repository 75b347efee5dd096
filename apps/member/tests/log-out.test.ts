import { anonymous } from '@dailyfeed/auth/identity';
import { revocationsChannel } from '@dailyfeed/auth/revocations';
import { Redis } from 'ioredis';
import { expect, inject, test, vi } from 'vitest';

import {
  claimsOf,
  createSecrets,
  password,
  refreshTokenOf,
  startTestMember,
  type TestMember,
} from './_harness.ts';
import type { Answer } from './_http.ts';

test('after a log-out no token of the session is good any more', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  const newer = await member.refresh(ann.refreshToken);
  const { accessToken } = newer.data as { accessToken: string };

  const answer = await logOut(member, { accessToken });
  expect(answer.status).toBe(200);
  for (const name of ['__Host-refresh', 'signed-in']) {
    expect(answer.cookies.get(name)?.value).toBe('');
    expect(answer.cookies.get(name)?.attributes).toContain('Max-Age=0');
  }
  for (const token of [accessToken, ann.accessToken]) {
    const refused = await me(member, token);
    expect(refused).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
    expect(refused.headers.get('x-relogin-required')).toBe('true');
  }
  const cookie = newer.cookies.get('__Host-refresh')?.value ?? '';
  expect(await member.refresh(cookie)).toMatchObject({ status: 401, appCode: 'TOKEN_REVOKED' });
});

test('the blacklist is in the database, in Redis for as long as it matters, and told to all', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  const jti = claimsOf(ann.accessToken)['jti'] ?? '';
  await using told = await listen();
  await logOut(member, ann);

  const rows = await member.deps.db.revocation.findMany({ orderBy: { kind: 'asc' } });
  expect(rows.map(({ kind, id }) => [kind, id])).toEqual([
    ['token', jti],
    ['session', ann.sessionId],
  ]);
  const lifeSeconds = Number(claimsOf(ann.accessToken)['exp']) - Date.now() / 1000;
  for (const { kind, id } of rows) {
    const ttl = await member.deps.redis.ttl(`revoked:${kind}:${id}`);
    expect(ttl).toBeGreaterThan(lifeSeconds);
    expect(ttl).toBeLessThan(lifeSeconds + 120);
  }
  await vi.waitFor(
    () => {
      expect(told.ids).toEqual(expect.arrayContaining([jti, ann.sessionId]));
    },
    { timeout: 30_000 },
  );
});

test('another process refuses the tokens before it would ask', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  await using other = await startTestMember({
    ...secrets,
    MEMBER_DATABASE_URL: member.databaseUrl,
  });
  const ann = await member.signUp();
  expect((await me(other, ann.accessToken)).status).toBe(200);
  await logOut(member, ann);
  await vi.waitFor(async () => expect((await me(other, ann.accessToken)).status).toBe(401), {
    // It asks every 5 s.
    timeout: 4500,
    interval: 10,
  });
});

test('without Redis another process hears of it by asking', async () => {
  const secrets = { ...createSecrets(), REDIS_URL: 'redis://127.0.0.1:1' };
  await using member = await startTestMember(secrets);
  await using other = await startTestMember({
    ...secrets,
    MEMBER_DATABASE_URL: member.databaseUrl,
  });
  const ann = await member.signUp();
  expect((await me(other, ann.accessToken)).status).toBe(200);
  expect((await logOut(member, ann)).status).toBe(200);
  expect((await me(member, ann.accessToken)).status).toBe(401);
  await vi.waitFor(async () => expect((await me(other, ann.accessToken)).status).toBe(401), {
    timeout: 30_000,
    interval: 50,
  });
});

test('losing Redis loses no log-out: a process that starts afterwards knows it', async () => {
  const secrets = createSecrets();
  await using member = await startTestMember(secrets);
  const ann = await member.signUp();
  await logOut(member, ann);
  await using other = await startTestMember({
    ...secrets,
    MEMBER_DATABASE_URL: member.databaseUrl,
    REDIS_URL: 'redis://127.0.0.1:1',
  });
  expect((await me(other, ann.accessToken)).status).toBe(401);
});

test('a browser that logs out keeps no other session of the same member', async () => {
  await using member = await startTestMember();
  const ann = await member.signUp();
  const again = await member.send({
    procedure: 'auth.logIn',
    input: { email: ann.email, password },
  });
  const newer = refreshTokenOf(again);
  const answer = await logOut(member, ann, { cookie: `__Host-refresh=${newer}` });
  expect(answer.cookies.get('__Host-refresh')?.value).toBe('');
  expect((await member.refresh(newer)).status).toBe(401);
  expect((await member.refresh(ann.refreshToken)).status).toBe(401);
});

test.each(['auth.logOut', 'auth.logOutEverywhere'])(
  'who has logged in in the same browser meanwhile stays logged in (%s)',
  async (procedure) => {
    await using member = await startTestMember();
    const [ann, bob] = [await member.signUp(), await member.signUp()];
    const answer = await member.send({
      procedure,
      headers: {
        authorization: `Bearer ${ann.accessToken}`,
        cookie: `__Host-refresh=${bob.refreshToken}`,
      },
    });
    expect(answer.status).toBe(200);
    expect([...answer.cookies.keys()]).toEqual([]);
    expect((await member.refresh(bob.refreshToken)).status).toBe(200);
    expect((await member.refresh(ann.refreshToken)).status).toBe(401);
  },
);

test('a made-up cookie ends nobody else’s session', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  const forged = Buffer.from(bob.refreshToken, 'base64url').fill(0, 20).toString('base64url');
  await logOut(member, ann, { cookie: `__Host-refresh=${forged}` });
  expect((await member.refresh(bob.refreshToken)).status).toBe(200);
});

test('who is not logged in cannot log out', async () => {
  await using member = await startTestMember();
  const answer = await member.send({ procedure: 'auth.logOut' });
  expect(answer).toMatchObject({ status: 401, appCode: 'UNAUTHENTICATED' });
});

test('the list of revocations is for services only, and gives what took effect since then', async () => {
  await using member = await startTestMember();
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await logOut(member, ann);
  const list = (path: string, headers: Record<string, string>): Promise<Answer> =>
    member.send({ path, headers });
  const service = member.passportOf({ ...anonymous('test'), service: 'gateway' });

  const all = await list('/revocations?since=0', service);
  expect(all.data).toMatchObject({ items: [{ kind: 'token' }, { kind: 'session' }] });
  const { now } = all.data as { now: number };
  const later = await list(`/revocations?since=${now + 1}`, service);
  expect(later.data).toMatchObject({ items: [] });

  const asBob = { authorization: `Bearer ${bob.accessToken}` };
  for (const headers of [{}, asBob, member.passportOf(anonymous('test'))]) {
    expect(await list('/revocations?since=0', headers)).toMatchObject({ status: 403 });
  }
  for (const since of ['', '?since=', '?since=x', '?since=-1', '?since=1e99']) {
    const answer = await list(`/revocations${since}`, service);
    expect.soft(answer, since).toMatchObject({ status: 400, fields: { since: 'invalid' } });
  }
});

function logOut(
  member: TestMember,
  person: { accessToken: string },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const authorization = `Bearer ${person.accessToken}`;
  return member.send({ procedure: 'auth.logOut', headers: { authorization, ...headers } });
}

function me(member: TestMember, accessToken: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return member.send({ path: '/trpc/profile.me', headers });
}

/** What is published from here on. */
async function listen(): Promise<{ ids: string[] } & AsyncDisposable> {
  const redis = new Redis(inject('stores').redisUrl);
  const ids: string[] = [];
  redis.on('message', (_channel, message: string) => {
    ids.push((JSON.parse(message) as { id: string }).id); // a Revocation
  });
  await redis.subscribe(revocationsChannel);
  return {
    ids,
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  };
}
