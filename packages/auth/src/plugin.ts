import { AppError } from '@dailyfeed/contract/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';

import type { AccessTokenVerifier } from './access-token.ts';
import { createDeviceReader } from './device.ts';
import {
  authHeadersOf,
  hasRefreshCookie,
  refreshNeededHeader,
  reloginRequiredHeader,
} from './headers.ts';
import { anonymous, type Identity, type Principal } from './identity.ts';
import { createOpenAnswers, type OpenAnswers } from './open-answers.ts';
import { passportHeader, type PassportKeys, verifyPassport } from './passport.ts';
import type { Revocations } from './revocations.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication plugin before any route runs. */
    identity: Identity;
  }
}

export type AuthenticationOptions = {
  /** The name passports must be made out to. */
  audience: string;
  passportKeys: PassportKeys;
  accessTokens: AccessTokenVerifier;
  /** Ends what is being answered to a member whose token is revoked meanwhile. */
  revocations: Pick<Revocations, 'subscribe'>;
  now(): Date;
  /** Told of each request whose access token is good; must not throw. */
  onUse?(principal: Principal): void;
  /** Whether a token on this request is ignored: log-in, sign-up, refresh, health. */
  ignoresToken(request: FastifyRequest): boolean;
};

/**
 * Proves who sends a request, before anything else can fail: by a passport (from the gateway or another service)
 * or by a bearer token (a service called directly). A bad one is an AppError with the header that shows the way out.
 */
export const authentication = fastifyPlugin(
  (server: FastifyInstance, options: AuthenticationOptions) => {
    server.decorateRequest('identity');
    const readDevice = createDeviceReader();
    const openAnswers = createOpenAnswers(options);
    server.addHook('onClose', async () => openAnswers.close());
    server.addHook('onRequest', async (request, reply) => {
      request.identity = outsider(request, readDevice);
      void reply.header(
        'access-control-expose-headers',
        `authorization, ${refreshNeededHeader}, ${reloginRequiredHeader}, retry-after, x-request-id`,
      );
      try {
        request.identity = await identify(request, reply, { ...options, openAnswers });
      } catch (error) {
        if (error instanceof AppError) {
          void reply.headers(authHeadersOf(error.code, request.identity));
        }
        throw error;
      }
    });
  },
  { name: 'authentication' },
);

async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  options: AuthenticationOptions & { openAnswers: OpenAnswers },
): Promise<Identity> {
  const passport = request.headers[passportHeader];
  if (typeof passport === 'string') return admit(passport, request, options);
  const token = bearerToken(request.headers.authorization);
  if (token === undefined || options.ignoresToken(request)) return request.identity;

  const verdict = await options.accessTokens.verify(token);
  if (verdict.kind !== 'valid') throw new AppError(refusalOf[verdict.kind]);
  if (verdict.isRefreshAdvised) void reply.header(refreshNeededHeader, 'true');
  const { device } = request.identity;
  const { principal } = verdict;
  options.onUse?.(principal);
  options.openAnswers.add({ response: reply.raw, token, principal });
  return {
    ...request.identity,
    member: principal,
    device: { ...device, id: principal.sessionId },
  };
}

/** Passports are our own processes' work: a bad one is an attack, a wrong key or a wrong clock, and is told. */
function admit(
  passport: string,
  request: FastifyRequest,
  options: AuthenticationOptions,
): Identity {
  const { audience } = options;
  try {
    return verifyPassport(passport, { audience, keys: options.passportKeys, now: options.now() });
  } catch (error) {
    const reason =
      error instanceof AppError ? String(Object(error.cause)['message']) : 'unreadable';
    request.log.warn({ reason, audience, requestId: request.id }, 'passport refused');
    throw error;
  }
}

const refusalOf = {
  expired: 'TOKEN_EXPIRED',
  revoked: 'TOKEN_REVOKED',
  invalid: 'TOKEN_INVALID',
} as const;

function outsider(
  request: FastifyRequest,
  readDevice: ReturnType<typeof createDeviceReader>,
): Identity {
  const sender = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
  return {
    ...anonymous(request.id),
    ...sender,
    device: readDevice(sender),
    hasRefreshCookie: hasRefreshCookie(request.headers.cookie),
  };
}

/** The token of an `Authorization: Bearer …` header; undefined without one, empty for a header that holds no token. */
export function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined || !/^Bearer\b/i.test(header)) return undefined;
  return header.match(/^Bearer +(\S+)$/i)?.[1] ?? '';
}
