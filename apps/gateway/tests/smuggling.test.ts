import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type Gateway, identityIn, startGateway } from './_harness.ts';
import { sendBytes } from './_socket.ts';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.upstream.seen.length = 0;
});

const path = '/api/content/post.create';
const json = 'Content-Type: application/json\r\n';
const hidden = 'GET /api/content/hidden HTTP/1.1\r\nHost: x\r\n\r\n';

describe('a request that could be read in two ways', () => {
  test.each([
    [
      'two lengths',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    ],
    [
      'two lengths in one line',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0, ${hidden.length}\r\n\r\n${hidden}`,
    ],
    [
      'a length and chunks',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'chunks by another name',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'chunks not last',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'a space before the colon',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length : ${hidden.length}\r\n\r\n${hidden}`,
    ],
    [
      'a negative length',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n${hidden}`,
    ],
    [
      'a length with a sign',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n${hidden}`,
    ],
    [
      'a folded header',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n Content-Length: 5\r\n\r\n${hidden}`,
    ],
    [
      'a header that ends in CR only',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-A: 1\rContent-Length: 5\r\n\r\n${hidden}`,
    ],
    [
      'a null byte in a header',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n${hidden}`,
    ],
    [
      'a chunk length that overflows',
      `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n${hidden}`,
    ],
    ['two hosts', `GET ${path} HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n`],
    ['no host', `GET ${path} HTTP/1.1\r\n\r\n`],
    ['a space in the address', `GET ${path} /x HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a version that does not exist', `GET ${path} HTTP/9.9\r\nHost: x\r\n\r\n`],
  ])('is refused: %s', async (_what, bytes) => {
    const { statuses } = await sendBytes(gateway.url, [bytes]);
    expect(statuses).toEqual([400]);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('with a body that a GET has no use for hides none in it', async () => {
    const bytes = `GET ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`;
    const { statuses } = await sendBytes(gateway.url, [bytes]);
    expect(statuses).toEqual([200]);
    expect(gateway.upstream.seen.map(({ url, body }) => [url, body])).toEqual([
      ['/trpc/post.create', ''],
    ]);
  });

  test('is one request even when its chunks say otherwise', async () => {
    const chunk = `${hidden.length.toString(16)};ext="\r\n\r\n"\r\n${hidden}\r\n0\r\n\r\n`;
    const bytes = `POST ${path} HTTP/1.1\r\nHost: x\r\n${json}Transfer-Encoding: chunked\r\n\r\n${chunk}`;
    await sendBytes(gateway.url, [bytes]);
    expect(gateway.upstream.seen.map(({ url }) => url)).not.toContain('/trpc/hidden');
  });
});

describe('an address', () => {
  test.each([
    '/api/content/post.byId%0d%0aX-Passport:%20x',
    '/api/content/post.byId%00',
    '/api/../trpc/post.byId',
    '/x/../api/content/post.byId',
    '/x/./y',
    '/x/%2e%2e/y',
    '/x/.%2E/y',
    '/..',
    '/x%2fy',
    '/x%5Cy',
    '/x\\..\\y',
    '/x%00',
    '/x%0a',
    '/x%1fy',
    '/x%7fy',
    '//evil.example/x',
  ])('that no honest client sends goes nowhere: %s', async (address) => {
    const { status } = await gateway.sendRaw(address);
    expect([400, 404]).toContain(status);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test.each([
    '/@ann',
    '/p/1?next=%2Fx%2F..',
    '/_next/static/chunks/app/%5Bhandle%5D/page-1.js',
    '/%ED%95%9C',
    '/a..b',
    '/.well-known/security.txt',
  ])('that is only unusual is passed on: %s', async (address) => {
    const { statuses } = await sendBytes(gateway.url, [
      `GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ]);
    expect(statuses).toEqual([200]);
  });
});

describe('a header', () => {
  test.each([
    ['X-Passport', 'e30.e30'],
    ['x-PASSPORT', 'e30.e30'],
    ['X_Passport', 'e30.e30'],
    ['x-passport-kid', 'm'],
    ['X-Member-Id', '0190c1f2-0000-7000-8000-000000000001'],
    ['X_Member_Id', '0190c1f2-0000-7000-8000-000000000001'],
    ['X-Forwarded-For', '203.0.113.9'],
    ['X-Forwarded-User', 'root'],
    ['Forwarded', 'for=203.0.113.9'],
    ['X-Real-IP', '203.0.113.9'],
    ['True-Client-IP', '203.0.113.9'],
    ['X-Client-IP', '203.0.113.9'],
    ['X-Original-URL', '/trpc/import.content'],
    ['X-Rewrite-URL', '/trpc/import.content'],
    ['X-HTTP-Method-Override', 'DELETE'],
    ['X-Middleware-Subrequest', 'proxy'],
    ['X-Request-Id', 'chosen'],
    ['Proxy', 'http://evil.example'],
  ])('that claims something does not reach a service: %s', async (name, value) => {
    const bytes = `GET /api/content/post.byId HTTP/1.1\r\nHost: x\r\n${name}: ${value}\r\n\r\n`;
    await sendBytes(gateway.url, [bytes]);
    const [seen] = gateway.upstream.seen;
    expect(Object.values(seen?.headers ?? {})).not.toContain(value);
    expect(identityIn(seen, 'content')).toMatchObject({
      address: '127.0.0.1',
      member: null,
      service: null,
    });
  });

  test('named by Connection takes none of ours away', async () => {
    const bytes =
      'GET /api/content/post.byId HTTP/1.1\r\nHost: x\r\nConnection: close, x-passport, x-request-id\r\n\r\n';
    await sendBytes(gateway.url, [bytes]);
    expect(identityIn(gateway.upstream.seen[0], 'content').requestId).not.toBe('');
  });

  test('of more than 16 KB, or of so many that they make as much, is refused', async () => {
    const long = `GET /x HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`;
    const many = `GET /x HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(3000)}\r\n`;
    expect((await sendBytes(gateway.url, [long])).statuses).toEqual([431]);
    expect((await sendBytes(gateway.url, [many])).statuses).toEqual([431]);
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('sent twice to say who one is speaks for the first, or for nobody', async () => {
    const [ann, bob] = [await gateway.issuer.sign(), await gateway.issuer.sign()];
    const of = (token: string) => `Authorization: Bearer ${token}\r\n`;
    await sendBytes(gateway.url, [
      `GET /api/content/post.byId HTTP/1.1\r\nHost: x\r\n${of(ann)}${of(bob)}\r\n`,
    ]);
    const speakers = gateway.upstream.seen.map(
      (seen) => identityIn(seen, 'content').member?.memberId,
    );
    const annId = JSON.parse(Buffer.from(ann.split('.')[1] ?? '', 'base64url').toString()).sub;
    expect([[annId], []]).toContainEqual(speakers);
  });
});

test.each([
  'TRACE',
  'TRACK',
  'CONNECT',
  'OPTIONS',
  'PUT',
  'DELETE',
  'PATCH',
  'PROPFIND',
  'QUERY',
  'NONSENSE',
])('the method %s reaches no service', async (method) => {
  const bytes = `${method} ${path} HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 0\r\n\r\n`;
  const { statuses } = await sendBytes(gateway.url, [bytes]);
  for (const status of statuses) expect([400, 404, 405, 501]).toContain(status);
  expect(gateway.upstream.seen).toEqual([]);
});
