import { searchOf } from '@dailyfeed/dev-infra/search';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Gateway, startGateway } from './_harness.ts';
import { sendBytes } from './_socket.ts';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const honest = [
  'GET /api/timeline/feed.recent?input=%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /api/content/post.create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"text":"hi"}',
  'POST /api/member/auth.logIn?batch=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a.b.c\r\nCookie: refresh=x; lang=ko\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'POST /api/token/refresh HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Length: 0\r\n\r\n',
  'GET /@ann HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAccept-Language: ko;q=0.5, en\r\nConnection: close\r\n\r\n',
];
/** Pieces that mean something to somebody who reads HTTP. */
const pieces = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  ':',
  ',',
  '%',
  '%00',
  '..',
  '//',
  '?',
  '#',
  'HTTP/1.1',
  '\u00ff',
  'Host: y\r\n',
  'Content-Length: 9999999999\r\n',
  'Expect: 100-continue\r\n',
  'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n',
  'X-Passport: e30.e30\r\n',
  'Content-Encoding: gzip\r\n',
  'Range: bytes=0-\r\n',
];

/** An honest request, and what becomes of it when bytes are lost, doubled and put in. */
const mangled = fc
  .record({
    request: fc.constantFrom(...honest),
    changes: fc.array(
      fc.record({
        at: fc.nat(400),
        removed: fc.nat(6),
        put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ request, changes }) =>
    changes.reduce((text, { at, removed, put }) => {
      const place = at % text.length;
      return text.slice(0, place) + put + text.slice(place + removed);
    }, request),
  )
  .map((text) => Buffer.from(text, 'latin1'));
const noise = fc.uint8Array({ minLength: 1, maxLength: 400 });

test('whatever bytes come in, none of them is a fault of ours, and the next request is served', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: mangled }, noise), {
        minLength: 16,
        maxLength: 16,
      }),
      async (several) => {
        // Each on a connection of its own, all at once; some are no end of a request, and rightly get no answer.
        const answers = await Promise.all(
          several.map((bytes) => sendBytes(gateway.url, [bytes], { firstMs: 100, quietMs: 100 })),
        );
        for (const { statuses, text } of answers) {
          expect(statuses.filter((status) => status >= 500)).toEqual([]);
          expect(text).not.toMatch(/node:internal|\.ts:\d|\bat \w+ \(/);
        }
        expect((await gateway.send('/healthz')).status).toBe(200);
      },
    ),
    searchOf(12),
  );
  expect(gateway.lines.filter(({ level }) => level === 'error')).toEqual([]);
});
