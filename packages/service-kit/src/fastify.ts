import type { Socket } from 'node:net';

import { AppError } from '@dailyfeed/contract/errors';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';

import { errorBodyOf, httpStatusOf, toAppError } from './error-status.ts';
import { newId } from './id.ts';
import type { Log } from './log.ts';
import { registerTrace } from './trace.ts';

export const requestIdHeader = 'x-request-id';

/** Asked every few seconds by machines; their failures are told where they happen. */
const probes = new Set(['/livez', '/readyz', '/metrics', '/revocations']);

export type FastifyOptions = {
  log: Log;
  /** Addresses whose `X-Forwarded-For` is believed; none by default. */
  trustProxy?: string[];
  /** Facts for the line that each request writes, beside method, path, status and times. */
  facts?: (request: FastifyRequest) => Record<string, unknown>;
};

/** An HTTP server with our request ids, one log line per request, and errors in tRPC's shape. */
export function createFastify(options: FastifyOptions): FastifyInstance {
  const server = Fastify({
    // pino is what Fastify's own logger type describes.
    loggerInstance: options.log as FastifyBaseLogger, // narrower type of the same object
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    bodyLimit: 256 * 1024,
    // Closing waits for requests under way, not for idle keep-alive connections.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 5000 },
    // An address that cannot be decoded fails before any handler of ours.
    frameworkErrors: (error, request, reply) => {
      const plain = reply as FastifyReply; // the generic type would have every route's schema at once
      const body = errorBodyOf(new AppError('INPUT_INVALID', { cause: error }), request.id);
      void plain.status(error.statusCode ?? 400).send(body);
    },
    ...(options.trustProxy ? { trustProxy: options.trustProxy } : {}),
  });

  server.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const failure = toFailure(error);
    if (failure.code === 'INTERNAL') request.log.error({ err: failure.cause }, 'request failed');
    if (failure.code === 'STORE_UNAVAILABLE') {
      request.log.warn({ err: failure.cause }, 'store unavailable');
    }
    const { retryAfterSeconds } = failure.details;
    if (retryAfterSeconds !== undefined)
      void reply.header('retry-after', String(retryAfterSeconds));
    return reply
      .status(statusOf(error) ?? httpStatusOf(failure.code))
      .send(errorBodyOf(failure, requestIdOf(request)));
  });
  server.setNotFoundHandler((request, reply) =>
    reply.status(404).send(errorBodyOf(new AppError('PROCEDURE_NOT_FOUND'), requestIdOf(request))),
  );
  registerTrace(server);
  server.addHook('onRequest', async (request, reply) => {
    // Not `onResponse`: it never runs for a client that left early.
    reply.raw.once('close', () => writeLine(request, reply, options));
  });
  closeUnused(server);
  return server;
}

/**
 * Browsers and undici open connections ahead of need. To Node one that has never carried a request is not idle, and a
 * stop would wait a minute for it.
 */
function closeUnused(server: FastifyInstance): void {
  const unused = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.addHook('onRequest', async (request) => void unused.delete(request.raw.socket));
  server.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
  });
}

function writeLine(request: FastifyRequest, reply: FastifyReply, options: FastifyOptions): void {
  if (isProbe(request.url)) return;
  request.log.info(
    {
      requestId: requestIdOf(request),
      method: request.method,
      path: pathOf(request.url),
      status: reply.raw.headersSent ? reply.statusCode : undefined,
      aborted: reply.raw.writableFinished ? undefined : true,
      durationMs: Math.round(reply.elapsedTime * 10) / 10,
      memberId: identityOf(request)?.member?.memberId,
      caller: identityOf(request)?.service ?? undefined,
      ...options.facts?.(request),
    },
    'request',
  );
}

/** The id a request carries through every process. */
export function requestIdOf(request: FastifyRequest): string {
  return identityOf(request)?.requestId ?? request.id;
}

/** The path without its query: a query may hold what must not be logged. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** Fastify's own refusals (a body too large, broken JSON) are the caller's doing; all else is toAppError's. */
function toFailure(error: unknown): AppError {
  const status = statusOf(error);
  if (status === undefined) return toAppError(error);
  return new AppError('INPUT_INVALID', { cause: error });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof AppError || !(error instanceof Error) || !('statusCode' in error))
    return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? statusCode
    : undefined;
}

function identityOf(request: FastifyRequest): FastifyRequest['identity'] | undefined {
  // The type promises an identity, but only behind the authentication plugin.
  return 'identity' in request
    ? (request.identity as FastifyRequest['identity'] | undefined)
    : undefined; // see above
}

function isProbe(url: string): boolean {
  return probes.has(pathOf(url));
}
