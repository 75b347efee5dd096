import { reloginRequiredHeader } from '@dailyfeed/auth/headers';
import { TokenGrant } from '@dailyfeed/contract/auth';
import { AppError } from '@dailyfeed/contract/errors';
import { httpStatusOf } from '@dailyfeed/service-kit/error-status';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Deps, SessionTransport } from '../deps.ts';
import { refreshSession } from '../domain/refresh.ts';

/** Two names of one thing: the second speaks of the key that signs. */
export const refreshPaths = ['/api/token/refresh', '/api/key/refresh'] as const;

export type RefreshOptions = {
  deps: Deps;
  publicOrigins: readonly string[];
  openSession(request: FastifyRequest, reply: FastifyReply): SessionTransport;
};

/** Not a procedure: it lives on a cookie, so it must know which page asks. */
export function registerRefresh(server: FastifyInstance, options: RefreshOptions): void {
  void server.register(async (scope) => {
    // The body says nothing; it may be JSON, it may be empty, and it may not be a form.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_req, _body, done) =>
      done(null),
    );
    for (const path of refreshPaths) {
      scope.post(path, (request, reply) => refresh(request, reply, options));
    }
  });
}

async function refresh(
  request: FastifyRequest,
  reply: FastifyReply,
  options: RefreshOptions,
): Promise<TokenGrant> {
  refuseStrangers(request, options.publicOrigins);
  const session = options.openSession(request, reply);
  try {
    return TokenGrant.parse(
      session.grant(await refreshSession(options.deps, session.refreshToken, request.identity)),
    );
  } catch (error) {
    if (error instanceof AppError && httpStatusOf(error.code) === 401) {
      session.clear();
      void reply.header(reloginRequiredHeader, 'true');
    }
    throw error;
  }
}

/** Cross-site requests bring cookies of their own accord; browsers say where they come from. */
function refuseStrangers(request: FastifyRequest, publicOrigins: readonly string[]): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isOurs = origin !== undefined && publicOrigins.includes(origin);
  const isSameOrigin = site === undefined || site === 'same-origin';
  if (!isOurs || !isSameOrigin) throw new AppError('ORIGIN_REFUSED');
}
