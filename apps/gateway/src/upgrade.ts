import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { anonymous } from '@dailyfeed/auth/identity';
import { pathOf } from '@dailyfeed/service-kit/fastify';
import { newId } from '@dailyfeed/service-kit/id';
import type { FastifyInstance } from 'fastify';

import type { Deps } from './deps.ts';
import { toClientHeaders, toUpstreamHeaders } from './headers.ts';
import { type Match, matchRoute, resolve } from './match.ts';

/** Passes WebSockets on to the pages' server, whose development mode lives on one. Nothing else is upgraded. */
export function registerUpgrades(server: FastifyInstance, deps: Deps): void {
  const open = new Set<Duplex>();
  // Anything else that asks for an upgrade (`h2c`, as some clients do unasked) is served as if it had not.
  Object.assign(server.server, {
    shouldUpgradeCallback: (request: IncomingMessage) =>
      request.headers.upgrade?.toLowerCase() === 'websocket' &&
      findPageMatch(request, deps) !== undefined,
  });
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A peer that resets its connection is not news; both ends are closed by `join`.
    socket.on('error', () => socket.destroy());
    void upgrade({ request, socket, head }, deps);
  });
  // They would hold up a stop for as long as they are open.
  server.addHook('preClose', async () => {
    for (const socket of open) socket.destroy();
  });
}

type Upgrade = { request: IncomingMessage; socket: Duplex; head: Buffer };

async function upgrade({ request, socket, head }: Upgrade, deps: Deps): Promise<void> {
  const requestId = newId();
  const facts = { requestId, path: pathOf(request.url ?? ''), route: 'web' };
  const match = findPageMatch(request, deps);
  if (!match) return void socket.destroy();
  try {
    const upstream = await deps.upstreams.web.upgrade({
      path: match.address,
      method: 'GET',
      protocol: 'websocket',
      headers: toUpstreamHeaders(request.headers, match, {
        identity: { ...anonymous(requestId), address: request.socket.remoteAddress ?? '' },
        host: request.headers.host ?? '',
        scheme: 'http',
        passport: undefined,
      }),
    });
    const headers = {
      ...toClientHeaders(upstream.headers, {}),
      connection: 'Upgrade',
      upgrade: 'websocket',
    };
    socket.write(answer(101, 'Switching Protocols', headers));
    upstream.socket.write(head);
    join(socket, upstream.socket);
    deps.log.info({ ...facts, status: 101 }, 'upgrade');
  } catch (error) {
    deps.log.warn({ ...facts, err: error, status: 502 }, 'upgrade failed');
    socket.end(answer(502, 'Bad Gateway', {}));
  }
}

function findPageMatch(request: IncomingMessage, deps: Deps): Match | undefined {
  try {
    const { method = 'GET', url = '' } = request;
    const match = resolve(matchRoute(deps.routes, { method, url }));
    return match.route.kind === 'pages' ? match : undefined;
  } catch {
    return undefined;
  }
}

function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  for (const [end, opposite] of [
    [one, other],
    [other, one],
  ] as const) {
    end.on('error', () => opposite.destroy());
    end.once('close', () => opposite.destroy());
  }
}

function answer(status: number, reason: string, headers: object): string {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name}: ${String(each)}\r\n`),
  );
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n`;
}
