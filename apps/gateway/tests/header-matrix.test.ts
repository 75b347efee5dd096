import { randomUUID } from 'node:crypto';

import { createHeaderMatrix, type HeaderCase, sendBearer } from '@dailyfeed/auth/header-matrix';
import { revocationsChannel } from '@dailyfeed/auth/revocations';
import { Redis } from 'ioredis';
import { inject, afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Gateway, identityIn, startGateway, untilListening } from './_harness.ts';

// Each row of the matrix of access token and refresh cookie, with real tokens.

const memberId = '0190c1f2-0000-7000-8000-000000000001';
const needed = 'x-token-refresh-needed';
const relogin = 'x-relogin-required';
const cookie = '__Host-refresh=opaque';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  await untilListening(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function ask(
  token: string | null,
  options: { path?: string; cookie?: string; method?: string } = {},
) {
  const { path = '/api/content/post.create', method = 'POST' } = options;
  const before = gateway.upstream.seen.length;
  const answer = await gateway.send(path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    },
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  const body: unknown = await answer.json();
  return {
    status: answer.status,
    needed: answer.headers.get(needed),
    relogin: answer.headers.get(relogin),
    appCode: (body as { error?: { data: { appCode: string } } }).error?.data.appCode,
    reached: gateway.upstream.seen.slice(before),
  };
}

const refused = (appCode: string, header: typeof needed | typeof relogin) => ({
  status: 401,
  appCode,
  needed: header === needed ? 'true' : null,
  relogin: header === relogin ? 'true' : null,
  reached: [],
});

describe('an access token', () => {
  test('of the current key passes without a header, as its member', async () => {
    const sessionId = randomUUID();
    const answer = await ask(await gateway.issuer.sign({ memberId, sessionId }));
    expect(answer).toMatchObject({ status: 200, needed: null, relogin: null });
    expect(identityIn(answer.reached[0], 'content')).toMatchObject({
      member: { memberId, sessionId, roles: ['MEMBER'] },
      device: { id: sessionId, kind: 'other' },
      service: null,
    });
  });

  test('with less than a minute left does its work and advises a refresh', async () => {
    const answer = await ask(await gateway.issuer.sign({ memberId, lifeSeconds: 40 }));
    expect(answer).toMatchObject({ status: 200, needed: 'true', relogin: null });
    expect(answer.reached).toHaveLength(1);
  });

  test.each([undefined, cookie])(
    'that expired is 401 and needs a refresh (cookie: %s)',
    async (given) => {
      const token = await gateway.issuer.sign({ lifeSeconds: -1 });
      const answer = await ask(token, given === undefined ? {} : { cookie: given });
      expect(answer).toEqual(refused('TOKEN_EXPIRED', needed));
    },
  );

  test.each(['token', 'session', 'member'] as const)(
    'whose %s is revoked is refused once the gateway is told, without its asking, and asks for a log-in',
    async (kind) => {
      const facts = { memberId: randomUUID(), sessionId: randomUUID(), jti: randomUUID() };
      const token = await gateway.issuer.sign(facts);
      expect(await ask(token)).toMatchObject({ status: 200 });
      const id = { token: facts.jti, session: facts.sessionId, member: facts.memberId }[kind];
      const at = new Date().toISOString();
      const expiresAt = new Date(Date.now() + 60_000).toISOString();
      const publisher = new Redis(inject('stores').redisUrl);
      // The issuer does not know: asking tells nothing.
      await publisher.publish(revocationsChannel, JSON.stringify({ kind, id, at, expiresAt }));
      publisher.disconnect();
      await expect
        .poll(() => ask(token, { cookie }), { timeout: 15_000, interval: 20 })
        .toEqual(refused('TOKEN_REVOKED', relogin));
    },
  );
});

test('every access token is judged as at the services, whatever the cookie, and reaches them only if it is good', async () => {
  let matrix: HeaderCase[] = [];
  const prepare = async (issuer: Gateway['issuer']): Promise<void> => {
    matrix = await createHeaderMatrix(issuer);
  };
  await using own = await startGateway({}, { prepare });
  const url = `${own.url}/api/content/post.create`;
  expect(matrix.length).toBeGreaterThan(0);
  for (const { name, token, expected } of matrix) {
    for (const given of [{}, { cookie }]) {
      const before = own.upstream.seen.length;
      expect.soft(await sendBearer(url, { token, body: {}, ...given }), name).toEqual(expected);
      const reached = own.upstream.seen.length - before;
      expect.soft(reached, name).toBe(expected.refusal === null ? 1 : 0);
    }
  }
});

test('a batch of which some fails comes through with the header of its token', async () => {
  const echo = gateway.upstream.answer;
  gateway.upstream.answer = (_req, res) =>
    res.writeHead(207, { 'content-type': 'application/json' }).end('[]');
  try {
    const path = '/api/content/post.create,post.like?batch=1';
    const ending = await ask(await gateway.issuer.sign({ lifeSeconds: 40 }), { path });
    expect(ending).toMatchObject({ status: 207, needed: 'true', relogin: null });
    const expired = await ask(await gateway.issuer.sign({ lifeSeconds: -1 }), { path });
    expect(expired).toEqual(refused('TOKEN_EXPIRED', needed));
  } finally {
    gateway.upstream.answer = echo;
  }
});

test('without Redis a revocation arrives by polling', async () => {
  await using own = await startGateway({ REDIS_URL: 'redis://127.0.0.1:9' });
  const authorization = `Bearer ${await own.issuer.sign({ jti: 'gone' })}`;
  const statusOf = async (): Promise<number> =>
    (await own.send('/api/timeline/feed.recent', { headers: { authorization } })).status;
  expect(await statusOf()).toBe(200);
  own.issuer.revoke({ kind: 'token', id: 'gone' });
  await expect.poll(statusOf, { timeout: 30_000, interval: 200 }).toBe(401);
});

describe('no access token', () => {
  test('passes as a visitor, and the service learns whether a refresh cookie was there', async () => {
    const without = await ask(null);
    const withCookie = await ask(null, { cookie });
    expect(without).toMatchObject({ status: 200, needed: null, relogin: null });
    expect(identityIn(without.reached[0], 'content')).toMatchObject({
      member: null,
      hasRefreshCookie: false,
    });
    expect(identityIn(withCookie.reached[0], 'content')).toMatchObject({
      member: null,
      hasRefreshCookie: true,
    });
  });

  test('where a member is needed: the headers of the service that says so come through', async () => {
    const echo = gateway.upstream.answer;
    gateway.upstream.answer = (_req, res) =>
      res
        .writeHead(401, { 'content-type': 'application/json', [needed]: 'true' })
        .end('{"error":{"data":{"appCode":"UNAUTHENTICATED"}}}');
    try {
      expect(await ask(null, { cookie })).toMatchObject({
        status: 401,
        needed: 'true',
        relogin: null,
        appCode: 'UNAUTHENTICATED',
      });
    } finally {
      gateway.upstream.answer = echo;
    }
  });
});

describe('any token at all is ignored', () => {
  test.each([
    '/api/member/auth.logIn',
    '/api/member/auth.signUp',
    '/api/member/auth.logIn,auth.signUp?batch=1',
    '/api/member/auth.verifyEmail',
    '/api/member/auth.requestPasswordReset',
    '/api/member/auth.resetPassword',
    '/api/member/auth.confirmEmailChange',
    '/api/token/refresh',
    '/api/key/refresh',
  ])('on %s', async (path) => {
    for (const token of ['rubbish', await gateway.issuer.sign({ lifeSeconds: -1 })]) {
      const answer = await ask(token, { path });
      expect(answer).toMatchObject({ status: 200, needed: null, relogin: null });
      expect(identityIn(answer.reached[0], 'member').member).toBeNull();
    }
  });

  test('but not when a batch asks for more than that', async () => {
    const answer = await ask('rubbish', { path: '/api/member/auth.logIn,profile.me?batch=1' });
    expect(answer).toEqual(refused('TOKEN_INVALID', relogin));
  });
});

describe('a key', () => {
  test('that was rotated away lets the work be done and advises a refresh', async () => {
    await using own = await startGateway();
    const old = own.issuer.addKey();
    own.issuer.addKey();
    const token = await own.issuer.sign({ memberId }, old);
    const answer = await own.send('/api/timeline/feed.recent', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, answer.headers.get(needed)]).toEqual([200, 'true']);
  });

  test('that an operator revoked makes its tokens old, not forged', async () => {
    await using own = await startGateway();
    const kid = own.issuer.addKey({ state: 'previous', isPublished: false });
    own.issuer.revoke({ kind: 'key', id: kid });
    const token = await own.issuer.sign({ memberId }, kid);
    await expect
      .poll(
        async () => {
          const answer = await own.send('/api/timeline/feed.recent', {
            headers: { authorization: `Bearer ${token}` },
          });
          return [answer.status, answer.headers.get(needed), answer.headers.get(relogin)];
        },
        { timeout: 30_000 },
      )
      .toEqual([401, 'true', null]);
  });

  test('stays known while the member service is away, so nobody is logged out', async () => {
    await using own = await startGateway();
    const authorization = `Bearer ${await own.issuer.sign({ memberId })}`;
    await expect.poll(async () => (await own.send('/readyz')).status).toBe(200);
    await own.issuer.stop();
    const answer = await own.send('/api/timeline/feed.recent', { headers: { authorization } });
    expect(answer.status).toBe(200);
  });

  test('nobody could ask for yet leaves a token unjudged: 503, and a visitor passes', async () => {
    await using own = await startGateway({}, { issuer: 'away' });
    const authorization = `Bearer ${await own.issuer.sign({ memberId })}`;
    const answer = await own.send('/api/timeline/feed.recent', { headers: { authorization } });
    expect([answer.status, answer.headers.get(relogin)]).toEqual([503, null]);
    expect((await own.send('/api/timeline/feed.recent')).status).toBe(200);
    expect((await own.send('/readyz')).status).toBe(503);
    expect((await own.send('/livez')).status).toBe(200);
  });
});
