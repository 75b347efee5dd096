import { connect } from 'node:net';

import type { AccessTokenVerifier } from '@dailyfeed/auth/access-token';
import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, PassportKeys } from '@dailyfeed/auth/passport';
import { AppError } from '@dailyfeed/contract/errors';
import { text } from '@dailyfeed/contract/text';
import { expect, test } from 'vitest';
import * as z from 'zod';

import { createLog } from './log.ts';
import { createRemote, rethrowRemote } from './remote.ts';
import { createServer } from './server.ts';
import { type BaseContext, createTrpc } from './trpc.ts';

const keys = PassportKeys.parse(`k1:${Buffer.alloc(32, 7).toString('base64url')}`);
const { router, publicProcedure, memberProcedure, internalProcedure } = createTrpc<BaseContext>();

const testRouter = router({
  echo: publicProcedure
    .input(z.strictObject({ text: text(5) }))
    .output(z.string())
    .query(({ input }) => input.text),
  me: memberProcedure.output(z.string()).query(({ ctx }) => ctx.memberId),
  secret: internalProcedure.output(z.string()).query(() => 'internal'),
  count: publicProcedure.output(z.number()).mutation(() => 1),
  crash: publicProcedure.output(z.void()).query(() => {
    throw new Error('password=hunter2');
  }),
  away: publicProcedure.output(z.void()).query(() => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  }),
  missing: publicProcedure.output(z.void()).query(() => {
    throw new AppError('POST_NOT_FOUND');
  }),
});

async function start(lines: string[] = []) {
  const accessTokens: AccessTokenVerifier = { verify: async () => ({ kind: 'expired' }) };
  const server = await createServer({
    router: testRouter,
    log: createLog('test', { destination: { write: (line) => void lines.push(line) } }),
    createContext: (base) => base,
    authentication: {
      audience: 'test',
      passportKeys: keys,
      accessTokens,
      revocations: { subscribe: () => () => undefined },
      now: () => new Date(),
      tokenlessProcedures: ['count'],
    },
    probes: { store: () => Promise.reject(new Error('away')) },
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    get: (path: string, headers: Record<string, string> = {}) =>
      fetch(`${url}${path}`, { headers }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

const query = (path: string, input: unknown) =>
  `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;

test('wrong input is a 400 that names the field and what is wrong with it', async () => {
  await using service = await start();
  const res = await service.get(query('echo', { text: 'too long', role: 'ADMIN' }));
  expect(res.status).toBe(400);
  expect(await res.json()).toMatchObject({
    error: {
      message: expect.stringContaining('text is too long'),
      data: { appCode: 'INPUT_INVALID', fields: { text: 'too_long', role: 'unknown_field' } },
    },
  });
});

test('a bug answers INTERNAL, with neither message nor stack', async () => {
  await using service = await start();
  const res = await service.get('/trpc/crash');
  const body = await res.text();
  expect(res.status).toBe(500);
  expect(body).not.toContain('hunter2');
  expect(body).not.toContain('server.test.ts');
  expect(JSON.parse(body)).toMatchObject({ error: { message: 'INTERNAL' } });
});

test('a store that is away is a 503, not a bug', async () => {
  await using service = await start();
  const res = await service.get('/trpc/away');
  expect(res.status).toBe(503);
  expect(await res.json()).toMatchObject({ error: { data: { appCode: 'STORE_UNAVAILABLE' } } });
});

test('an unknown procedure is a 404 in the same shape', async () => {
  await using service = await start();
  for (const path of ['/trpc/no.such', '/nowhere']) {
    const res = await service.get(path);
    expect(res.status).toBe(404);
    expect(await res.json()).toMatchObject({ error: { data: { appCode: 'PROCEDURE_NOT_FOUND' } } });
  }
});

test('a form, which a browser sends across sites without asking, reaches no mutation', async () => {
  await using service = await start();
  const form = new FormData();
  form.set('a', '1');
  const res = await fetch(`${service.url}/trpc/count`, { method: 'POST', body: form });
  expect(res.status).toBe(415);
});

test('more than twenty operations in a batch are refused', async () => {
  await using service = await start();
  const names = Array.from({ length: 21 }, () => 'missing').join(',');
  const res = await service.get(`/trpc/${names}?batch=1&input=%7B%7D`);
  expect(res.status).toBe(400);
});

test('without login a member procedure is 401, and the header shows the way the cookie allows', async () => {
  await using service = await start();
  const res = await service.get('/trpc/me');
  expect([res.status, res.headers.get('x-relogin-required')]).toEqual([401, 'true']);
  const withCookie = await service.get('/trpc/me', { cookie: '__Host-refresh=x' });
  expect(withCookie.status).toBe(401);
  expect(withCookie.headers.get('x-token-refresh-needed')).toBe('true');
  expect(withCookie.headers.get('x-relogin-required')).toBeNull();
});

test('an expired token is refused with advice to refresh, in tRPC shape, unless the procedure ignores tokens', async () => {
  await using service = await start();
  const headers = { authorization: 'Bearer old', 'content-type': 'application/json' };
  const res = await service.get('/trpc/missing', headers);
  expect([res.status, res.headers.get('x-token-refresh-needed')]).toEqual([401, 'true']);
  expect(await res.json()).toMatchObject({ error: { data: { appCode: 'TOKEN_EXPIRED' } } });
  const ignored = await fetch(`${service.url}/trpc/count`, { method: 'POST', headers, body: '{}' });
  expect(ignored.status).toBe(200);
});

test('a passport is believed only when it is genuine, in time and made out to this service', async () => {
  await using service = await start();
  const identity = {
    ...anonymous('r1'),
    member: {
      memberId: '0190c1f2-0000-7000-8000-000000000001',
      sessionId: '0190c1f2-0000-7000-8000-000000000002',
      roles: [],
      amr: ['pwd'],
    },
  };
  const now = new Date();
  const status = async (passport: string) =>
    (await service.get('/trpc/me', { 'x-passport': passport })).status;
  const good = mintPassport(identity, { audience: 'test', keys, now });
  expect(await status(good)).toBe(200);
  expect(await status(`${good}x`)).toBe(401);
  expect(await status('{}.')).toBe(401);
  expect(await status(mintPassport(identity, { audience: 'other', keys, now }))).toBe(401);
  const old = new Date(now.getTime() - 120_000);
  expect(await status(mintPassport(identity, { audience: 'test', keys, now: old }))).toBe(401);
});

test('a passport that is refused is told in the log, with the reason and without the passport', async () => {
  const lines: string[] = [];
  await using service = await start(lines);
  const now = new Date();
  const old = new Date(now.getTime() - 120_000);
  const identity = anonymous('r1');
  const bad = {
    forged: `${mintPassport(identity, { audience: 'test', keys, now })}x`,
    expired: mintPassport(identity, { audience: 'test', keys, now: old }),
    'made out to someone else': mintPassport(identity, { audience: 'other', keys, now }),
  };
  for (const [reason, passport] of Object.entries(bad)) {
    lines.length = 0;
    await service.get('/trpc/me', { 'x-passport': passport });
    const told = lines.filter((line) => line.includes('passport refused'));
    expect(told.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', reason, audience: 'test' },
    ]);
    expect(lines.join('')).not.toContain(passport.slice(0, 40));
  }
});

test('what machines ask every few seconds leaves no line in the log', async () => {
  const lines: string[] = [];
  await using service = await start(lines);
  for (const path of ['/livez', '/readyz', '/revocations?since=0', '/elsewhere']) {
    await service.get(path);
  }
  const told = () => lines.flatMap((line) => JSON.parse(line).path ?? []);
  await expect.poll(told).toEqual(['/elsewhere']);
});

test('an internal procedure answers services only, and a remote call keeps the meaning of a failure', async () => {
  await using service = await start();
  expect((await service.get('/trpc/secret')).status).toBe(403);
  const remote = createRemote<typeof testRouter>({
    url: service.url,
    audience: 'test',
    keys,
    caller: 'timeline',
  });
  expect(await remote.as(anonymous('r2')).secret.query()).toBe('internal');
  await expect(
    remote.as(anonymous('r2')).missing.query().catch(rethrowRemote),
  ).rejects.toMatchObject({
    code: 'POST_NOT_FOUND',
  });
  await expect(remote.as(anonymous('r2')).crash.query().catch(rethrowRemote)).rejects.toMatchObject(
    {
      code: 'UPSTREAM_FAILED',
    },
  );
});

test('a service that does not answer is UPSTREAM_UNAVAILABLE', async () => {
  const remote = createRemote<typeof testRouter>({
    url: 'http://127.0.0.1:1',
    audience: 'test',
    keys,
    caller: 'timeline',
  });
  await expect(
    remote.as(anonymous('r3')).missing.query().catch(rethrowRemote),
  ).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
});

test('readiness names the store that is away while liveness stays', async () => {
  await using service = await start();
  expect((await service.get('/livez')).status).toBe(200);
  const res = await service.get('/readyz');
  expect([res.status, await res.json()]).toEqual([503, { ok: false, away: ['store'] }]);
});

test('a stop does not wait for a connection that was opened ahead of need', async () => {
  const server = await start();
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const closed = new Promise((resolve) => void socket.once('close', resolve));
  await new Promise((resolve) => void socket.once('connect', resolve));
  // Answered, so the other connection has been accepted too.
  await fetch(`${server.url}/livez`);
  await server[Symbol.asyncDispose]();
  await expect(closed).resolves.toBe(false);
});
