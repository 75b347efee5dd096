import { mintPassport } from '@dailyfeed/auth/passport';
import { AppError } from '@dailyfeed/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Dispatcher, errors } from 'undici';

import { BodyTooLargeError, openBody } from './body.ts';
import type { Deps } from './deps.ts';
import { toClientHeaders, toUpstreamHeaders } from './headers.ts';
import { type Match, targetOf } from './match.ts';
import type { OpenStreams } from './open-streams.ts';

/**
 * Sends a request on and its answer back, both as streams. A client that leaves takes the upstream request with it;
 * a target that fails before it answers is UPSTREAM_UNAVAILABLE, one that fails later cuts the answer short.
 */
export async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  via: { deps: Deps; streams: OpenStreams },
): Promise<FastifyReply> {
  const { deps } = via;
  const target = targetOf(request.match);
  const { route } = request.match;
  const tooLarge = route.tooLargeCode ? new AppError(route.tooLargeCode) : new BodyTooLargeError();
  const body = openBody(request.raw, { limitBytes: route.bodyLimitBytes, tooLarge });
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });

  try {
    await deps.upstreams[target].stream(
      {
        // Node parsed it; undici's type lists the methods it knows by name.
        method: request.method as Dispatcher.HttpMethod, // see above
        path: request.match.address,
        headers: toUpstreamHeaders(request.headers, request.match, forwardedAs(request, deps)),
        body,
        signal: left.signal,
        ...(route.kind === 'plain' &&
          route.firstByteTimeoutMs !== undefined && { headersTimeout: route.firstByteTimeoutMs }),
      },
      ({ statusCode, headers }) => {
        request.upstreamMs = reply.elapsedTime;
        void reply.hijack();
        reply.raw.writeHead(statusCode, toClientHeaders(headers, reply.getHeaders()));
        if (String(headers['content-type']).startsWith('text/event-stream'))
          via.streams.add(reply.raw);
        return reply.raw;
      },
    );
  } catch (error) {
    // Nobody is there to be told.
    if (left.signal.aborted) return reply.hijack();
    if (body?.errored === tooLarge) throw tooLarge;
    if (error instanceof errors.InvalidArgumentError)
      throw new AppError('INPUT_INVALID', { cause: error });
    const facts = { err: error, target, requestId: request.identity.requestId };
    request.log.warn(facts, 'upstream unavailable');
    // Half of the answer is out; its connection was cut, which says the rest.
    if (reply.raw.headersSent) return reply;
    throw new AppError('UPSTREAM_UNAVAILABLE', { cause: error });
  }
  return reply;
}

function forwardedAs(request: FastifyRequest, deps: Deps) {
  return {
    identity: request.identity,
    host: request.host,
    scheme: request.protocol,
    passport: passportFor(request, request.match, deps),
  };
}

/** Who sends it, made out to the one service that gets it. Callers inside do not become services by passing through. */
function passportFor(request: FastifyRequest, match: Match, deps: Deps): string | undefined {
  const target = targetOf(match);
  if (target === 'web') return undefined;
  return mintPassport(
    { ...request.identity, service: null },
    { audience: target, keys: deps.passportKeys[target], now: deps.now() },
  );
}
