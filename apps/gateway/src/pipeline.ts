import { passportHeader } from '@dailyfeed/auth/passport';
import { authentication } from '@dailyfeed/auth/plugin';
import { AppError } from '@dailyfeed/contract/errors';
import { requestIdHeader, requestIdOf } from '@dailyfeed/service-kit/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Deps, Listener } from './deps.ts';
import { forward } from './forward.ts';
import { languageOf } from './language.ts';
import { ignoresToken, type Match, matchRoute, resolve } from './match.ts';
import { createOpenStreams } from './open-streams.ts';
import { refuse } from './refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where it goes; set by the `route` step. */
    match: Match;
    /** When the target began to answer, in milliseconds since the request came. */
    upstreamMs: number | null;
  }
}

/**
 * What happens to every request, in this order. The numbers without a line of code are places: what belongs there
 * later goes exactly there.
 */
export async function registerPipeline(
  server: FastifyInstance,
  deps: Deps,
  listener: Listener,
): Promise<void> {
  server.decorateRequest('match');
  server.decorateRequest('upstreamMs', null);
  server.setErrorHandler(refuse);
  const streams = createOpenStreams();
  server.addHook('preClose', async () => streams.endAll());
  // Bodies pass through as they come; nothing here reads them.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));

  //  1. request id             made by createFastify, none accepted
  //  2. client address         createFastify, through TRUSTED_PROXIES only
  //  3. sanitise               here what decides who somebody is; the other claims are left behind in step 12
  server.addHook('onRequest', async (request) => sanitise(request, listener));
  //  4. route
  server.addHook('onRequest', async (request, reply) => route(request, reply, deps));
  //  5. authenticate           once: a token here, a passport from here on
  await server.register(authentication, {
    ...deps.authentication.options,
    ignoresToken: (request) => ignoresToken(request.match),
  });
  //  6. account state          revoked and disabled are refused in step 5
  server.addHook('onRequest', async (request, reply) => introduce(request, reply));
  //  7. signature, replay, decryption
  //  8. rate limit
  //  9. request schema
  // 10. passport               minted by forward, for the one target
  // 11. breaker, timeout, retry
  // 12. proxy
  server.all('/*', (request, reply) => forward(request, reply, { deps, streams }));
  // 13. response filters       security headers: set in step 4, kept by forward
  // 14. log line               createFastify, also for a client that left
}

/** A client cannot carry a passport; on the private listener it is how a caller inside says for whom it asks. */
function sanitise({ headers, raw }: FastifyRequest, listener: Listener): void {
  // Node keeps the first of two, the next server perhaps the other (RFC 9112, 3.2).
  const hosts = raw.rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name));
  if (hosts.length > 1) throw new AppError('INPUT_INVALID');
  for (const name of Object.keys(headers)) {
    const isOurs = name.startsWith(passportHeader) || name.startsWith('x-member');
    if (isOurs && !(listener === 'private' && name === passportHeader)) delete headers[name];
  }
}

function route(request: FastifyRequest, reply: FastifyReply, deps: Deps): void {
  if (request.url.startsWith('/api/')) {
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  }
  void reply.header(requestIdHeader, request.id);
  request.match = resolve(matchRoute(deps.routes, request));
  const { route: found } = request.match;
  // What refuses here says it anew.
  if (found.kind === 'plain' && found.caching === 'target')
    void reply.removeHeader('cache-control');
}

/** Completes what is known of the sender. */
function introduce(request: FastifyRequest, reply: FastifyReply): void {
  const { identity, headers } = request;
  const isVouchedFor = headers[passportHeader] !== undefined;
  if (isVouchedFor && identity.service === null) throw new AppError('TOKEN_INVALID');
  void reply.header(requestIdHeader, requestIdOf(request));
  request.identity = { ...identity, language: identity.language ?? languageOf(headers) };
}
