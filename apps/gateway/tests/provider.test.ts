import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { type Gateway, identityIn, startGateway } from './_harness.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  gateway.upstream.seen.length = 0;
});
afterAll(() => gateway[Symbol.asyncDispose]());

const cookie = '__Host-provider-abcd1234=sealed; __Host-refresh=secret; lang=ko';

test.each(['/api/auth/google/start?next=%2Fp%2F1', '/api/auth/oidc/callback?code=c&state=s'])(
  'a browser on its way to a log-in page elsewhere and back reaches member with its cookies: %s',
  async (path) => {
    const authorization = 'Bearer expired.to.day';
    await gateway.send(path, { headers: { cookie, authorization, 'sec-fetch-site': 'none' } });
    const [seen] = gateway.upstream.seen;
    expect(seen).toMatchObject({ url: path, headers: { cookie, 'sec-fetch-site': 'none' } });
    expect(seen?.headers).not.toHaveProperty('authorization');
    expect(identityIn(seen, 'member')).toMatchObject({ member: null, language: 'ko' });
  },
);

test.each(['/api/auth/google/other', '/api/auth/google/start/x', '/api/auth/facebook/start'])(
  'nothing else of it exists: %s',
  async (path) => {
    expect((await gateway.send(path)).status).toBe(404);
    expect((await gateway.send('/api/auth/google/start', { method: 'POST' })).status).toBe(404);
    expect(gateway.upstream.seen).toEqual([]);
  },
);

test('where it led is not logged', async () => {
  gateway.lines.length = 0;
  const path = '/api/auth/google/callback';
  await gateway.send(`${path}?code=hidden&state=hidden`);
  // Lines of what was asked before may still come.
  const lines = () => gateway.lines.filter((line) => line['path'] === path);
  await expect.poll(lines).toMatchObject([{ route: 'auth.callback' }]);
  expect(JSON.stringify(gateway.lines)).not.toContain('hidden');
});

test('a log-in that is under way never reaches the pages', async () => {
  await gateway.send('/', { headers: { cookie } });
  expect(gateway.upstream.seen[0]?.headers.cookie).toBe('lang=ko');
});

test('a person who comes back while member is away sees a page, not a program’s answer', async () => {
  gateway.upstream.answer = (req) => void req.socket.destroy();
  const headers = { accept: 'text/html,*/*', 'accept-language': 'en' };
  const answer = await gateway.send('/api/auth/google/callback?code=c', { headers });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('content-type')).toContain('text/html');
});
