import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ErrorCode, TrpcErrorBody } from '@dailyfeed/contract/errors';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

import { grantOf, standInServices } from './_stand-in-router.ts';
import { createStreamEvents, type StreamEvents } from './_stream-events.ts';
import { refreshNeededHeader, reloginRequiredHeader } from './http.ts';

/** What the server does and what it has seen; tests change the first and read the second. */
export type StandIn = {
  url: string;
  /** Access tokens that are good now, and whose they are. Any other is answered as expired. */
  tokens: Map<string, string>;
  /** Whose cookie `refresh=<key>` is. */
  sessions: Map<string, string>;
  refreshes: number;
  requests: { path: string; headers: FastifyRequest['headers'] }[];
  /** How often each post was created, by its key. */
  created: Map<string, number>;
  /** How often each procedure ran. */
  ran: Record<string, number>;
  /** Runs before a refresh is answered; one that sends something answers it. */
  beforeRefresh: (reply: FastifyReply) => unknown;
  /** Runs before any procedure; one that sends something answers it. */
  beforeProcedure: (request: FastifyRequest, reply: FastifyReply) => unknown;
  /** What the stream of events has told so far, and is to end with. */
  events: StreamEvents;
  /** Breaks every stream under way. */
  cutStreams(): void;
  /** Put on every answer of a procedure. */
  adviseRefresh: boolean;
  /** A token in the form of a real one, good from now on. */
  issue(memberId: string): string;
} & AsyncDisposable;

/** A real tRPC server for each service, behind one address, with tokens and refresh as the gateway answers them. */
export async function startStandIn(): Promise<StandIn> {
  const server = Fastify({ routerOptions: { maxParamLength: 5000 }, forceCloseConnections: true });
  let issued = 0;
  const streams = new Set<ServerResponse>();
  const standIn: StandIn = {
    url: '',
    tokens: new Map(),
    sessions: new Map(),
    refreshes: 0,
    requests: [],
    created: new Map(),
    ran: {},
    beforeRefresh: () => undefined,
    beforeProcedure: () => undefined,
    adviseRefresh: false,
    events: createStreamEvents(),
    cutStreams: () => {
      for (const stream of streams) stream.destroy();
    },
    issue: (memberId) => {
      issued += 1;
      const body = Buffer.from(JSON.stringify({ sub: memberId, jti: issued })).toString(
        'base64url',
      );
      const token = `head.${body}.signature`;
      standIn.tokens.set(token, memberId);
      return token;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };

  server.post('/api/token/refresh', async (request, reply) => {
    standIn.refreshes += 1;
    standIn.requests.push({ path: request.url, headers: request.headers });
    await standIn.beforeRefresh(reply);
    if (reply.sent) return reply;
    const memberId = standIn.sessions.get(sessionOf(request) ?? '');
    if (memberId !== undefined) {
      const { accessToken, expiresAt } = grantOf(standIn, memberId);
      return { accessToken, expiresAt };
    }
    return reply
      .headers({ [reloginRequiredHeader]: 'true', 'set-cookie': 'refresh=; Max-Age=0' })
      .status(401)
      .send(bodyOf('TOKEN_INVALID'));
  });

  server.addHook('onRequest', async (request, reply) => {
    if (request.url === '/api/token/refresh') return;
    standIn.requests.push({ path: request.url, headers: request.headers });
    if (standIn.adviseRefresh) void reply.header(refreshNeededHeader, 'true');
    await standIn.beforeProcedure(request, reply);
    if (reply.sent) return;
    if (request.headers.accept === 'text/event-stream') {
      streams.add(reply.raw);
      reply.raw.once('close', () => streams.delete(reply.raw));
    }
    const token = request.headers.authorization?.slice('Bearer '.length);
    if (token !== undefined && !standIn.tokens.has(token) && !request.url.includes('auth.logIn')) {
      await reply.header(refreshNeededHeader, 'true').status(401).send(bodyOf('TOKEN_EXPIRED'));
    }
    if (token === undefined) {
      const isRefreshable = sessionOf(request) !== undefined;
      // As every service does for a visitor it refuses; beside a success nobody looks at it.
      if (isRefreshable && !standIn.adviseRefresh && request.url.includes('following'))
        void reply.header(refreshNeededHeader, 'true');
    }
  });
  for (const [name, router] of Object.entries(standInServices)) {
    await server.register(fastifyTRPCPlugin, {
      prefix: `/api/${name}`,
      trpcOptions: {
        router,
        maxBatchSize: 20,
        createContext: ({ req, res }: { req: FastifyRequest; res: FastifyReply }) => ({
          memberId:
            standIn.tokens.get(req.headers.authorization?.slice('Bearer '.length) ?? '') ?? null,
          sessionKey: sessionOf(req),
          standIn,
          reply: res,
        }),
      },
    });
  }
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo; // a TCP server's address is never a string
  standIn.url = `http://127.0.0.1:${port}`;
  return standIn;
}

function sessionOf(request: FastifyRequest): string | undefined {
  return request.headers.cookie?.match(/(?:^|; )refresh=([^;]+)/)?.[1];
}

export function bodyOf(appCode: ErrorCode, retryAfterSeconds: number | null = null): TrpcErrorBody {
  const data = { fields: null, retryAfterSeconds, requestId: 'r', httpStatus: 401, appCode };
  return { error: { message: appCode, code: -32_001, data: { code: 'UNAUTHORIZED', ...data } } };
}
