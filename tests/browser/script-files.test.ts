import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { expect } from 'vitest';

import { test } from './_browser.ts';

test.for([
  ['gzip, deflate, br, zstd', 'br'],
  ['br', 'br'],
  ['gzip, br;q=0.5', 'br'],
  ['gzip, br;q=0', 'gzip'],
  ['gzip, brotlike', 'gzip'],
  ['identity', undefined],
] as const)(
  'who takes “%s” is given every script and style of a page as %s, the same bytes as anybody',
  async ([accepted, encoding], { site }) => {
    const html = await (await fetch(new URL('/login', site.network.url))).text();
    const paths = new Set(html.match(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g));
    expect(paths.size).toBeGreaterThan(5);
    for (const path of paths) {
      const address = new URL(path, site.network.url);
      const answer = await ask(address, accepted);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers['content-type']).toMatch(
        path.endsWith('.css') ? /^text\/css; charset=utf-8$/i : /javascript; charset=utf-8$/i,
      );
      expect(answer.headers['cache-control']).toContain('immutable');
      if (encoding) expect(answer.headers.vary?.toLowerCase()).toBe('accept-encoding');
      const plain = await buffer(await ask(address, 'identity'));
      expect(plain.equals(decode(await buffer(answer), encoding))).toBe(true);
    }
  },
);

test('of a script somebody may ask for its size, a part, or whether it has changed; one that is not there is not there', async ({
  site,
}) => {
  const html = await (await fetch(new URL('/login', site.network.url))).text();
  const [path = ''] = /\/_next\/static\/[\w./~-]+\.js/.exec(html) ?? [];
  const address = new URL(path, site.network.url);
  const whole = await ask(address, 'br');
  const body = await buffer(whole);
  const head = await ask(address, 'br', { method: 'HEAD' });
  expect(head.headers).toMatchObject({
    'content-encoding': 'br',
    'content-length': String(body.length),
    etag: whole.headers.etag,
  });
  const part = await ask(address, 'br', { headers: { range: 'bytes=10-19' } });
  expect(part.statusCode).toBe(206);
  expect(await buffer(part)).toEqual(body.subarray(10, 20));
  const { etag = '' } = whole.headers;
  const same = await ask(address, 'br', { headers: { 'if-none-match': etag } });
  expect(same.statusCode).toBe(304);
  const other = await ask(address, 'identity', { headers: { 'if-none-match': etag } });
  expect(other.statusCode).toBe(200);
  for (const accepted of ['br', 'gzip']) {
    const absent = await ask(new URL('/_next/static/chunks/absent.js', address), accepted);
    expect(absent.statusCode).toBe(404);
    expect(absent.headers['cache-control']).toContain('no-store');
  }
});

function ask(
  address: URL,
  accepted: string,
  { method, headers }: { method?: string; headers?: Record<string, string> } = {},
): Promise<IncomingMessage> {
  const options = {
    ...(method && { method }),
    headers: { ...headers, 'accept-encoding': accepted },
  };
  return new Promise((resolve, reject) => {
    request(address, options, resolve).on('error', reject).end();
  });
}

function decode(body: Buffer, encoding: 'br' | 'gzip' | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}
