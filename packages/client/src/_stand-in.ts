import type { AddressInfo } from 'node:net';

import { AppError, type ErrorCode, type TrpcErrorBody } from '@dailyfeed/contract/errors';
import { initTRPC, TRPCError } from '@trpc/server';
import { fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import * as z from 'zod';

import { refreshNeededHeader, reloginRequiredHeader } from './http.ts';

export const ann = '0190c1f2-0000-7000-8000-000000000001';
export const bob = '0190c1f2-0000-7000-8000-000000000002';

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
  /** Put on every answer of a procedure. */
  adviseRefresh: boolean;
  /** A token in the form of a real one, good from now on. */
  issue(memberId: string): string;
} & AsyncDisposable;

const t = initTRPC
  .context<{ memberId: string | null; standIn: StandIn; reply: FastifyReply }>()
  .create({
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      data: { ...shape.data, ...dataOf(error.cause) },
    }),
  });
const count = t.procedure.use(({ ctx, path, next }) => {
  ctx.standIn.ran[path] = (ctx.standIn.ran[path] ?? 0) + 1;
  return next();
});
const memberOnly = count.use(({ ctx, next }) => {
  if (ctx.memberId === null) throw refusal('UNAUTHENTICATED');
  return next();
});
const grant = z.looseObject({});

const services = {
  member: t.router({
    auth: t.router({
      logIn: count.input(z.looseObject({ email: z.string() })).mutation(({ ctx, input }) => {
        const { standIn, reply } = ctx;
        const memberId = { 'ann@example.org': ann, 'bob@example.org': bob }[input.email];
        if (memberId === undefined) throw refusal('CREDENTIALS_WRONG');
        const session = `${memberId}-${standIn.sessions.size}`;
        standIn.sessions.set(session, memberId);
        void reply.header('set-cookie', [`refresh=${session}; Path=/; HttpOnly`, 'signed-in=1']);
        return grantOf(standIn, memberId);
      }),
      logOut: memberOnly.mutation(({ ctx }) => {
        ctx.standIn.sessions.clear();
        ctx.standIn.tokens.clear();
      }),
    }),
  }),
  content: t.router({
    post: t.router({
      create: memberOnly
        .input(z.looseObject({ idempotencyKey: z.string() }))
        .output(grant)
        .mutation(({ ctx, input }) => {
          const { created } = ctx.standIn;
          created.set(input.idempotencyKey, (created.get(input.idempotencyKey) ?? 0) + 1);
          return { authorId: ctx.memberId };
        }),
    }),
  }),
  timeline: t.router({
    feed: t.router({
      recent: count.query(() => ({ items: [], nextCursor: null })),
      following: memberOnly.query(() => ({ items: [], nextCursor: null })),
    }),
  }),
};

/** A real tRPC server for each service, behind one address, with tokens and refresh as the gateway answers them. */
export async function startStandIn(): Promise<StandIn> {
  const server = Fastify({ routerOptions: { maxParamLength: 5000 }, forceCloseConnections: true });
  let issued = 0;
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
  for (const [name, router] of Object.entries(services)) {
    await server.register(fastifyTRPCPlugin, {
      prefix: `/api/${name}`,
      trpcOptions: {
        router,
        maxBatchSize: 20,
        createContext: ({ req, res }: { req: FastifyRequest; res: FastifyReply }) => ({
          memberId:
            standIn.tokens.get(req.headers.authorization?.slice('Bearer '.length) ?? '') ?? null,
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

function grantOf(standIn: StandIn, memberId: string) {
  return {
    member: { id: memberId },
    accessToken: standIn.issue(memberId),
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  };
}

function sessionOf(request: FastifyRequest): string | undefined {
  return request.headers.cookie?.match(/(?:^|; )refresh=([^;]+)/)?.[1];
}

function refusal(code: ErrorCode): TRPCError {
  return new TRPCError({ code: 'UNAUTHORIZED', cause: new AppError(code) });
}

function dataOf(cause: Error | undefined) {
  return cause instanceof AppError ? { appCode: cause.code, fields: null, requestId: 'r' } : {};
}

export function bodyOf(appCode: ErrorCode, retryAfterSeconds: number | null = null): TrpcErrorBody {
  const data = { fields: null, retryAfterSeconds, requestId: 'r', httpStatus: 401, appCode };
  return { error: { message: appCode, code: -32_001, data: { code: 'UNAUTHORIZED', ...data } } };
}
