import { authHeadersOf } from '@dailyfeed/auth/headers';
import { authentication, type AuthenticationOptions } from '@dailyfeed/auth/plugin';
import type { AppError } from '@dailyfeed/contract/errors';
import type { AnyTRPCRouter, inferRouterContext } from '@trpc/server';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { toAppError } from './error-status.ts';
import { createFastify } from './fastify.ts';
import { type Probes, registerHealth } from './health.ts';
import type { Log } from './log.ts';
import { type Metrics, registerMetrics } from './metrics.ts';
import type { BaseContext } from './trpc.ts';

/** More operations in one request than any page makes; the gateway refuses them too. */
const maxBatchSize = 20;

export type ServerOptions<TRouter extends AnyTRPCRouter> = {
  router: TRouter;
  log: Log;
  /** Adds what the service is given to what every procedure gets. */
  createContext: (
    base: BaseContext,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => inferRouterContext<TRouter>;
  authentication: Omit<AuthenticationOptions, 'ignoresToken'> & {
    /** Procedures on which any token is ignored, e.g. `auth.logIn`; in a batch, all must be such. */
    tokenlessProcedures?: readonly string[];
  };
  /** What this service cannot work without, by name; each rejects when it is away. */
  probes: Probes;
  /** What is measured, served under `/metrics`. */
  metrics?: Metrics | undefined;
  /** Plain routes beside tRPC, and their paths on which a token is ignored. */
  routes?: {
    register: (server: FastifyInstance) => void | Promise<void>;
    tokenless: readonly string[];
  };
};

/** Serves one router under `/trpc`, with `/livez`, `/readyz` and `/metrics` beside it. The caller listens and closes. */
export async function createServer<TRouter extends AnyTRPCRouter>(
  options: ServerOptions<TRouter>,
): Promise<FastifyInstance> {
  const server = createFastify({ log: options.log });
  registerHealth(server, options.probes);
  if (options.metrics) registerMetrics(server, options.metrics);

  await server.register(async (scope) => {
    await scope.register(authentication, {
      ...options.authentication,
      ignoresToken: (request) => isTokenless(request, options),
    });
    scope.addHook('onRequest', async (request) => refuseForm(request));
    await options.routes?.register(scope);
    await scope.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router: options.router,
        createContext: ({ req, res }) =>
          options.createContext({ identity: req.identity, log: options.log }, req, res),
        allowMethodOverride: true,
        maxBatchSize,
        responseMeta: ({ errors, ctx }) => ({
          headers: headersOf(
            errors.map(toAppError),
            // The context is absent when making it failed.
            (ctx as BaseContext | undefined)?.identity.hasRefreshCookie ?? false, // the plugin erases the type
          ),
        }),
      },
    } satisfies FastifyTRPCPluginOptions<TRouter>);
  });
  return server;
}

/** What goes with failed procedures, alone or in a batch: the way out of a 401, the longest wait of a 429. */
function headersOf(failures: AppError[], hasRefreshCookie: boolean): Record<string, string> {
  const waits = failures.flatMap(({ details }) => details.retryAfterSeconds ?? []);
  return Object.assign(
    waits.length > 0 ? { 'retry-after': String(Math.max(...waits)) } : {},
    ...failures.map(({ code }) => authHeadersOf(code, { hasRefreshCookie })),
  );
}

/**
 * tRPC takes a multipart form for a mutation, and a browser sends one across sites without asking first.
 * JSON it asks for, so JSON is all we take.
 */
function refuseForm(request: FastifyRequest): void {
  const isJson = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  if (request.method === 'POST' && request.url.startsWith('/trpc/') && !isJson) {
    throw Object.assign(new Error('JSON only'), { statusCode: 415 });
  }
}

function isTokenless<TRouter extends AnyTRPCRouter>(
  request: FastifyRequest,
  options: ServerOptions<TRouter>,
): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  if (options.routes?.tokenless.includes(path)) return true;
  if (!path.startsWith('/trpc/')) return false;
  const tokenless = options.authentication.tokenlessProcedures ?? [];
  return path
    .slice('/trpc/'.length)
    .split(',')
    .every((name) => tokenless.includes(name));
}
