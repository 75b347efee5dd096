import type { IncomingMessage } from 'node:http';
import { get } from 'node:http';
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

function ask(address: URL, accepted: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': accepted } }, resolve).on('error', reject);
  });
}

function decode(body: Buffer, encoding: 'br' | 'gzip' | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}
