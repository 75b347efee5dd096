import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type Gateway, identityIn, startGateway } from './_harness.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  gateway.upstream.seen.length = 0;
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function codeOf(path: string, init?: RequestInit): Promise<[number, string]> {
  const answer = await gateway.send(path, init);
  const body = (await answer.json()) as { error: { data: { appCode: string } } };
  return [answer.status, body.error.data.appCode];
}

describe('an image', () => {
  test('is sent through as it comes, up to 10 MB, with whose it is', async () => {
    const body = new Uint8Array(1024 * 1024);
    const answer = await gateway.send('/api/image?purpose=post', { method: 'POST', body });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(gateway.upstream.seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/image?purpose=post',
    });
    expect(identityIn(gateway.upstream.seen[0], 'image').service).toBeNull();
    const tooLarge = { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 64 * 1024 + 1) };
    expect(await codeOf('/api/image', tooLarge)).toEqual([413, 'IMAGE_TOO_LARGE']);
    // One that says nothing of its length is cut off where it becomes too long.
    const streamed = {
      method: 'POST',
      body: new Blob([tooLarge.body]).stream(),
      duplex: 'half',
    } as RequestInit; // the type lacks `duplex`
    expect(await codeOf('/api/image', streamed)).toEqual([413, 'IMAGE_TOO_LARGE']);
  });

  test('is kept for as long as its service says, and is neither a procedure nor a page', async () => {
    const echo = gateway.upstream.answer;
    gateway.upstream.answer = (_req, res) =>
      res.writeHead(200, { 'cache-control': 'public, max-age=31536000, immutable' }).end('x');
    const answer = await gateway.send('/api/image/1/thumb?token=a');
    gateway.upstream.answer = echo;
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/api/image/1/thumb/2', '/api/image//thumb', '/api/image/image.claim']) {
      expect(await codeOf(path)).toEqual([404, 'PROCEDURE_NOT_FOUND']);
    }
  });
});

describe('a procedure', () => {
  test('goes to its service with query and body untouched', async () => {
    await gateway.send('/api/content/post.create?batch=1&x=%20y', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"0":{"text":"안녕"}}',
    });
    expect(gateway.upstream.seen).toMatchObject([
      {
        method: 'POST',
        url: '/trpc/post.create?batch=1&x=%20y',
        body: '{"0":{"text":"안녕"}}',
        headers: { 'content-type': 'application/json' },
      },
    ]);
    expect(identityIn(gateway.upstream.seen[0], 'content').address).toBe('127.0.0.1');
  });

  test.each([
    '/api/member/profile.summaries',
    '/api/member/follow.ids',
    '/api/member/import.members',
    '/api/content/import.content',
    '/api/member/profile.me,follow.ids?batch=1',
    '/api/member/profile.me%2Cfollow.ids?batch=1',
    '/api/member/follow%2Eids',
    '/api/member/follow%252Eids',
    '/api/member/%66ollow.ids',
    '/api/member/../member/follow.ids',
    '/api/member/x/..%2Ffollow.ids',
    '/api/member/',
  ])('for services only, or none at all, does not exist: %s', async (path) => {
    const { status, body } = await gateway.sendRaw(path);
    expect([status, JSON.parse(body).error.data.appCode]).toEqual([404, 'PROCEDURE_NOT_FOUND']);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('of a service that does not exist is not found, and is not a page', async () => {
    expect(await codeOf('/api/nobody/a.b')).toEqual([404, 'PROCEDURE_NOT_FOUND']);
    expect(await codeOf('/api/token/refresh')).toEqual([404, 'PROCEDURE_NOT_FOUND']);
    expect(await codeOf('/api/content/post.byId', { method: 'DELETE' })).toEqual([
      404,
      'PROCEDURE_NOT_FOUND',
    ]);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('under an address that is none is bad input', async () => {
    const undecodable = await gateway.sendRaw('/api/member/%E0%A4%A');
    expect(undecodable.status).toBe(400);
    expect(JSON.parse(undecodable.body)).toMatchObject({
      error: { data: { appCode: 'INPUT_INVALID' } },
    });
    const absolute = await gateway.sendRaw('http://evil.example/api/member/profile.me');
    expect(absolute.status).toBe(400);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('takes no more than 256 KiB, whether the length is said or not', async () => {
    const body = new Uint8Array(256 * 1024 + 1);
    const post = (init: object) => codeOf('/api/content/post.create', { method: 'POST', ...init });
    expect(await post({ body })).toEqual([413, 'INPUT_INVALID']);
    const stream = new Blob([body]).stream();
    expect(await post({ body: stream, duplex: 'half' })).toEqual([413, 'INPUT_INVALID']);
    expect((await gateway.send('/page', { method: 'POST', body })).status).toBe(413);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('comes 20 at a time and no more', async () => {
    const names = (count: number) => Array.from({ length: count }, () => 'post.byId').join(',');
    expect((await gateway.send(`/api/timeline/${names(20)}?batch=1`)).status).toBe(200);
    expect(await codeOf(`/api/timeline/${names(21)}?batch=1`)).toEqual([400, 'INPUT_INVALID']);
  });
});

describe('who a request comes from', () => {
  const claims = {
    'x-passport': 'forged',
    'x-passport-key': 'forged',
    'x-member-id': 'root',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
    forwarded: 'for=203.0.113.9',
    'x-real-ip': '203.0.113.9',
    'x-request-id': 'chosen',
    'x-middleware-subrequest': 'proxy',
  };

  test('claims about it do not reach a service', async () => {
    const answer = await gateway.send('/api/content/post.byId', { headers: claims });
    const [seen] = gateway.upstream.seen;
    expect(seen?.headers).not.toHaveProperty('x-member-id');
    expect(seen?.headers).not.toHaveProperty('x-passport-key');
    expect(seen?.headers).not.toHaveProperty('x-forwarded-for');
    expect(seen?.headers).not.toHaveProperty('forwarded');
    expect(seen?.headers).not.toHaveProperty('x-real-ip');
    const identity = identityIn(seen, 'content');
    expect(identity).toMatchObject({ member: null, service: null, address: '127.0.0.1' });
    expect(answer.headers.get('x-request-id')).toBe(identity.requestId);
    expect(seen?.headers['x-request-id']).toBe(identity.requestId);
    expect(identity.requestId).not.toBe('chosen');
  });

  test('reaches the pages as what is known of it', async () => {
    await gateway.send('/p/1?q=2', { headers: claims });
    const { host } = new URL(gateway.url);
    expect(gateway.upstream.seen[0]).toMatchObject({
      url: '/p/1?q=2',
      headers: {
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': host,
        'x-forwarded-proto': 'http',
      },
    });
    expect(gateway.upstream.seen[0]?.headers).not.toHaveProperty('x-passport');
    expect(gateway.upstream.seen[0]?.headers).not.toHaveProperty('x-middleware-subrequest');
  });

  test('is told by proxies only when they are trusted', async () => {
    await using trusting = await startGateway({ TRUSTED_PROXIES: '127.0.0.0/8' });
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
    await trusting.send('/api/content/post.byId', { headers });
    await trusting.send('/page', { headers });
    const [procedure, page] = trusting.upstream.seen;
    expect(identityIn(procedure, 'content').address).toBe('203.0.113.9');
    expect(page?.headers).toMatchObject(headers);
  });

  test('includes the language they chose, else the one their browser prefers', async () => {
    const language = async (headers: Record<string, string>) => {
      await gateway.send('/api/timeline/feed.recent', { headers });
      return identityIn(gateway.upstream.seen.at(-1), 'timeline').language;
    };
    expect(await language({ 'accept-language': 'fr, en;q=0.5, ko-KR;q=0.9' })).toBe('ko');
    expect(await language({ 'accept-language': 'en', cookie: 'a=b; lang=ko' })).toBe('ko');
    expect(await language({ 'accept-language': 'fr' })).toBeNull();
  });
});

describe('credentials', () => {
  const headersFor = async () => ({
    authorization: `Bearer ${await gateway.issuer.sign()}`,
    cookie: 'theme=dark; __Host-refresh=secret; refresh=secret; lang=ko',
  });

  test('end here for procedures', async () => {
    await gateway.send('/api/member/profile.me', { headers: await headersFor() });
    expect(gateway.upstream.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(gateway.upstream.seen[0]?.headers).not.toHaveProperty('cookie');
  });

  test('reach the member service where a session ends or is renewed', async () => {
    const headers = await headersFor();
    await gateway.send('/api/member/auth.logOut', { method: 'POST', headers });
    await gateway.send('/api/token/refresh', { method: 'POST', headers });
    expect(gateway.upstream.seen[0]?.headers).toMatchObject(headers);
    expect(gateway.upstream.seen[1]?.headers).toMatchObject({ cookie: headers.cookie });
    expect(gateway.upstream.seen[1]?.headers).not.toHaveProperty('authorization');
    await gateway.send('/api/member/auth.changePassword', { method: 'POST', headers });
    expect(gateway.upstream.seen[2]?.headers).toMatchObject(headers);
  });

  test('of the refresh never reach the pages', async () => {
    await gateway.send('/', { headers: await headersFor() });
    expect(gateway.upstream.seen[0]?.headers.cookie).toBe('theme=dark; lang=ko');
    expect(gateway.upstream.seen[0]?.headers).not.toHaveProperty('authorization');
  });
});

test('answers come back with status, cookies and tokens, without what was for one hop', async () => {
  const echo = gateway.upstream.answer;
  gateway.upstream.answer = (_req, res) => {
    res.writeHead(207, {
      'content-type': 'application/json',
      authorization: 'Bearer fresh',
      'set-cookie': ['a=1', 'b=2'],
      'cache-control': 'max-age=60',
      'x-token-refresh-needed': 'true',
      connection: 'x-hop',
      'x-hop': '1',
    });
    res.end('[]');
  };
  const answer = await gateway.send('/api/member/auth.logIn', { method: 'POST' });
  gateway.upstream.answer = echo;
  expect(answer.status).toBe(207);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    authorization: 'Bearer fresh',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-token-refresh-needed': 'true',
  });
  expect(answer.headers.has('x-hop')).toBe(false);
});

test('every request writes one line that names its route and holds no secret', async () => {
  const token = await gateway.issuer.sign();
  await gateway.send('/api/content/post.create?input=hidden', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, cookie: '__Host-refresh=hidden' },
  });
  // Lines of what was asked before may still come.
  const lines = () =>
    gateway.lines.filter(({ path, memberId }) => path === '/api/content/post.create' && memberId);
  await expect.poll(lines).toHaveLength(1);
  expect(lines()[0]).toMatchObject({
    msg: 'request',
    route: 'api.content',
    listener: 'public',
    method: 'POST',
    path: '/api/content/post.create',
    status: 200,
    durationMs: expect.any(Number),
    upstreamMs: expect.any(Number),
    memberId: expect.any(String),
  });
  expect(JSON.stringify(gateway.lines)).not.toMatch(/hidden|Bearer|eyJ/);
});

test('the gateway says by itself that it is well', async () => {
  expect(await (await gateway.send('/healthz')).json()).toEqual({ ok: true });
  expect(gateway.upstream.seen).toEqual([]);
});
