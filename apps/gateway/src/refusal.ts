import { httpStatusOf, toAppError } from '@dailyfeed/service-kit/error-status';
import { requestIdOf } from '@dailyfeed/service-kit/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { awayPage, awayPagePolicy, awayPageRetrySeconds } from './away-page.ts';
import { BodyTooLargeError } from './body.ts';
import { languageOf } from './language.ts';

/**
 * Answers a request that failed here in the form its sender reads: a page for a person, a problem document (RFC 9457)
 * for anything else that asks for a page's files. Failures under `/api/` go on to the server's own handler, which
 * answers in tRPC's shape, but where a person is on the way to a log-in page or back.
 */
export function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isOnTheWay = request.url.startsWith('/api/auth/') && isNavigation(request);
  if (request.url.startsWith('/api/') && !isOnTheWay) throw error;
  const { code } = toAppError(error);
  void reply
    .status(error instanceof BodyTooLargeError ? error.statusCode : httpStatusOf(code))
    .header('cache-control', 'no-store');
  if (code === 'UPSTREAM_UNAVAILABLE') {
    void reply.header('retry-after', String(awayPageRetrySeconds));
    if (isNavigation(request)) {
      return reply
        .header('content-security-policy', awayPagePolicy)
        .type('text/html; charset=utf-8')
        .send(awayPage(languageOf(request.headers) ?? 'en'));
    }
  }
  return reply.type('application/problem+json').send(
    JSON.stringify({
      title: error instanceof BodyTooLargeError ? 'INPUT_INVALID' : code,
      status: reply.statusCode,
      requestId: requestIdOf(request),
    }),
  );
}

function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}
