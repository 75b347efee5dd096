import { once } from 'node:events';
import { request as httpRequest } from 'node:http';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { type Gateway, startGateway } from './_harness.ts';
import { readBody } from './_upstream.ts';

let gateway: Gateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway[Symbol.asyncDispose]());

/** Waits until nothing is asked of the far side any more. */
const expectIdle = () => expect.poll(() => gateway.upstream.open()).toBe(0);

test('an event stream arrives event by event, its head before the first', async () => {
  const go = Promise.withResolvers<void>();
  gateway.upstream.answer = (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.flushHeaders();
    void go.promise.then(() => res.write('data: one\n\n'));
  };
  const answer = await gateway.send('/api/timeline/feed.stream');
  expect(answer.status).toBe(200);
  go.resolve();
  const reader = answer.body?.getReader();
  const chunk = await reader?.read();
  expect(new TextDecoder().decode(chunk?.value)).toBe('data: one\n\n');
  await reader?.cancel();
  await expectIdle();
});

test('a large answer goes through unharmed', async () => {
  const bytes = Buffer.alloc(20 * 1024 * 1024, 'dailyfeed');
  gateway.upstream.answer = (_req, res) => res.writeHead(200).end(bytes);
  const answer = await gateway.send('/file');
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

test('an upload goes on as it comes', async () => {
  const first = Promise.withResolvers<string>();
  gateway.upstream.answer = (req, res) => {
    req.once('data', (chunk) => first.resolve(String(chunk)));
    req.pipe(res.writeHead(200));
  };
  const { readable, writable } = new TransformStream<string, string>();
  const writer = writable.getWriter();
  const init = {
    method: 'POST',
    body: readable.pipeThrough(new TextEncoderStream()),
    duplex: 'half' as const,
  };
  const answer = gateway.send('/api/content/post.create', init);
  await writer.write('one ');
  expect(await first.promise).toBe('one ');
  await writer.write('two');
  await writer.close();
  expect(await (await answer).text()).toBe('one two');
});

test('an answer that comes before the body was read arrives, and the next request does, too', async () => {
  gateway.upstream.answer = (_req, res) => res.writeHead(403).end('{}');
  const body = new Uint8Array(200 * 1024);
  for (let turn = 0; turn < 5; turn += 1) {
    const answer = await gateway.send('/api/content/post.create', { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([403, '{}']);
  }
});

describe('a client that leaves', () => {
  async function leave(method: string, body?: string): Promise<void> {
    const arrived = Promise.withResolvers<void>();
    const answer = gateway.upstream.answer;
    gateway.upstream.answer = (req, res) => {
      arrived.resolve();
      answer(req, res);
    };
    const client = httpRequest(`${gateway.url}/api/content/post.create`, { method });
    client.on('error', () => undefined);
    if (body === undefined) client.end();
    else client.write(body);
    await arrived.promise;
    client.destroy();
  }

  test('before the answer takes the upstream request with it, and is logged', async () => {
    gateway.upstream.answer = () => undefined;
    await leave('GET');
    await expectIdle();
    await expect
      .poll(() => gateway.lines.filter(({ msg }) => msg === 'request'))
      .toMatchObject([{ aborted: true, route: 'api.content' }]);
  });

  test('in the middle of its upload does, too', async () => {
    gateway.upstream.answer = (req) => void readBody(req).catch(() => undefined);
    await leave('POST', 'half of it');
    await expectIdle();
    expect(gateway.upstream.seen).toEqual([]);
  });

  test('in the middle of the answer does, too', async () => {
    gateway.upstream.answer = (_req, res) => {
      res.writeHead(200);
      const write = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536)));
      };
      res.on('drain', write);
      write();
    };
    const leaving = new AbortController();
    const answer = await gateway.send('/big', { signal: leaving.signal });
    expect(answer.status).toBe(200);
    leaving.abort();
    await expectIdle();
  });
});

test('a slow reader holds the far side back instead of filling memory', async () => {
  let written = 0;
  gateway.upstream.answer = (_req, res) => {
    res.writeHead(200);
    const chunk = Buffer.alloc(65_536);
    const write = (): void => {
      do written += chunk.length;
      while (written < 200 * 1024 * 1024 && res.write(chunk));
      if (written >= 200 * 1024 * 1024) res.end();
    };
    res.on('drain', write);
    write();
  };
  const client = httpRequest(`${gateway.url}/big`);
  client.end();
  const [response] = await once(client, 'response');
  response.pause();
  let last = -1;
  await expect
    .poll(
      () => {
        const isStill = written === last;
        last = written;
        return isStill;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(written).toBeLessThan(64 * 1024 * 1024);
  client.destroy();
  await expectIdle();
});

describe('a target that is away', () => {
  const away = 'http://127.0.0.1:9';

  test("is a 503 in tRPC's shape for procedures", async () => {
    gateway.upstream.answer = (req) => req.socket.destroy();
    const answer = await gateway.send('/api/content/post.byId');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      error: { data: { appCode: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 } },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test("is a page in the reader's language for a person", async () => {
    await using own = await startGateway({ WEB_URL: away });
    const headers = { accept: 'text/html,*/*', 'accept-language': 'ko' };
    const korean = await own.send('/', { headers });
    expect([korean.status, korean.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await korean.text()).toContain('<html lang="ko">');
    const english = await own.send('/', { headers: { accept: 'text/html' } });
    expect(await english.text()).toContain('Back in a moment');
    const file = await own.send('/_next/app.js');
    expect(file.headers.get('content-type')).toContain('application/problem+json');
    expect(await file.json()).toMatchObject({ title: 'UPSTREAM_UNAVAILABLE', status: 503 });
  });

  test('in the middle of an answer cuts it, so that nobody takes half for the whole', async () => {
    gateway.upstream.answer = (req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.write('{"half":', () => req.socket.destroy());
    };
    const answer = await gateway.send('/api/content/post.byId');
    await expect(answer.text()).rejects.toThrow('terminated');
  });
});

describe('a WebSocket', () => {
  test("of the pages works both ways, and goes when the pages' server does", async () => {
    const sockets = new WebSocketServer({ server: gateway.upstream.server });
    sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
    const client = new WebSocket(`${gateway.url.replace('http', 'ws')}/_next/hmr`);
    await once(client, 'open');
    client.send('hello');
    const [message] = await once(client, 'message');
    expect(String(message)).toBe('hello');
    for (const socket of sockets.clients) socket.terminate();
    await once(client, 'close');
  });

  test('is not to be had of a service', async () => {
    const client = new WebSocket(`${gateway.url.replace('http', 'ws')}/api/content/x`);
    const [error] = await once(client, 'error');
    expect(String(error)).toContain('Unexpected server response');
  });

  test('that is open does not keep the gateway from stopping, nor does an event stream', async () => {
    const sockets = new WebSocketServer({ server: gateway.upstream.server });
    await using own = await startGateway({ WEB_URL: gateway.upstream.url });
    own.upstream.answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.flushHeaders();
    };
    const client = new WebSocket(`${own.url.replace('http', 'ws')}/_next/hmr`);
    await once(client, 'open');
    const stream = await own.send('/api/timeline/feed.stream');
    const closed = once(client, 'close');
    const ended = stream.text().catch(() => 'cut');
    await own[Symbol.asyncDispose]();
    await closed;
    expect(await ended).toBe('cut');
    sockets.close();
  });
});

test('a request for any other upgrade is served as if it had not asked', async () => {
  const { port } = new URL(gateway.url);
  const client = httpRequest({
    port,
    host: '127.0.0.1',
    path: '/page',
    headers: {
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AAMAAABk',
    },
  });
  client.end();
  const [response] = await once(client, 'response');
  expect(response.statusCode).toBe(200);
  response.resume();
});
