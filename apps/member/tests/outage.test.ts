import { holdTransactions } from '@dailyfeed/dev-infra/held-transactions';
import { startProxy } from '@dailyfeed/dev-infra/proxy';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { expect, inject, test, vi } from 'vitest';

import { poolSize } from '../src/db/client.ts';
import { anyone, password, refreshTokenOf, startTestMember } from './_harness.ts';

test('while the database is away, what needs it is 503 at once, and all is well when it is back', async () => {
  await using database = await createTestDatabase('member');
  await using proxy = await startProxy(database.url);
  await using member = await startTestMember({ MEMBER_DATABASE_URL: proxy.url });
  const ann = await member.signUp();
  const bob = await member.signUp();
  const bearer = { authorization: `Bearer ${ann.accessToken}` };
  const requests = [
    () => member.send({ procedure: 'auth.signUp', input: anyone() }),
    () => member.send({ procedure: 'auth.logIn', input: { email: ann.email, password } }),
    () => member.send({ path: '/trpc/profile.me', headers: bearer }),
    () => member.send({ procedure: 'follow.follow', input: { memberId: bob.id }, headers: bearer }),
    () => member.send({ procedure: 'auth.logOut', headers: bearer }),
    () => member.send({ procedure: 'auth.logOutEverywhere', headers: bearer }),
    () => member.send({ path: '/trpc/session.list', headers: bearer }),
    () =>
      member.send({
        procedure: 'session.revoke',
        input: { id: ann.sessionId },
        headers: bearer,
      }),
    () => member.refresh(ann.refreshToken),
    () => member.send({ path: '/.well-known/jwks.json' }),
  ];

  for (const state of ['stall', 'refuse'] as const) {
    proxy.set(state);
    const answers = await Promise.all(
      requests.map(async (request) => {
        const started = performance.now();
        return { ...(await request()), durationMs: performance.now() - started };
      }),
    );
    for (const answer of answers) {
      expect(answer.durationMs).toBeLessThan(15_000);
      expect(answer).toMatchObject({ status: 503, appCode: 'STORE_UNAVAILABLE' });
      // An outage is no log-out.
      expect(answer.headers.get('x-relogin-required')).toBeNull();
      expect(answer.cookies.size).toBe(0);
    }
    expect((await member.send({ path: '/readyz' })).status).toBe(503);
    expect((await member.send({ path: '/livez' })).status).toBe(200);
    proxy.set('pass');
    await vi.waitFor(
      async () => expect((await member.send({ path: '/readyz' })).status).toBe(200),
      { timeout: 15_000 },
    );
  }
  expect((await member.refresh(ann.refreshToken)).status).toBe(200);
}, 120_000);

test('while Redis is away, log-in, refresh, log-out and follow go on, and it is picked up again', async () => {
  await using proxy = await startProxy(inject('stores').redisUrl);
  await using member = await startTestMember({ REDIS_URL: proxy.url });
  const bob = await member.signUp();
  for (const state of ['refuse', 'stall'] as const) {
    proxy.set(state);
    const ann = await member.signUp();
    const started = performance.now();
    const logIn = { email: ann.email, password };
    expect((await member.send({ procedure: 'auth.logIn', input: logIn })).status).toBe(200);
    expect(await member.as(ann).follow.follow.mutate({ memberId: bob.id })).toMatchObject({
      following: true,
      requested: false,
    });
    const refreshed = await member.refresh(ann.refreshToken);
    expect(refreshed.status).toBe(200);
    const { accessToken } = refreshed.data as { accessToken: string };
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await member.send({ procedure: 'auth.logOut', headers })).status).toBe(200);
    expect((await member.send({ path: '/trpc/profile.me', headers })).status).toBe(401);
    expect((await member.refresh(refreshTokenOf(refreshed))).status).toBe(401);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect((await member.send({ path: '/readyz' })).status).toBe(200);
    proxy.set('pass');
    await vi.waitFor(() => member.deps.redis.ping(), { timeout: 15_000 });
  }
}, 120_000);

test('a process whose connections are all busy is as ready as before', async () => {
  await using member = await startTestMember();
  const held = await holdTransactions(poolSize, (hold) =>
    member.deps.db.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT 1`;
        await hold();
      },
      { timeout: 15_000 },
    ),
  );
  const { status } = await member.send({ path: '/readyz' });
  await held.end();
  expect(status).toBe(200);
});

test('the service starts without Redis and Kafka', async () => {
  await using member = await startTestMember({ REDIS_URL: 'redis://127.0.0.1:1' });
  expect((await member.send({ path: '/readyz' })).status).toBe(200);
});

test('the service waits for its database to come up', async () => {
  await using database = await createTestDatabase('member');
  await using proxy = await startProxy(database.url);
  proxy.set('refuse');
  const starting = startTestMember({ MEMBER_DATABASE_URL: proxy.url });
  await vi.waitFor(() => expect(proxy.refusals()).toBeGreaterThan(1), { timeout: 15_000 });
  proxy.set('pass');
  await using member = await starting;
  expect((await member.send({ path: '/readyz' })).status).toBe(200);
});
