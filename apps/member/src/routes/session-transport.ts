import { refreshCookieName } from '@dailyfeed/auth/headers';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { SessionTransport } from '../deps.ts';

/** Readable by the page, to draw the right shell before the first refresh. No secret. */
const hintCookieName = 'signed-in';

/**
 * Tokens on the wire: the access token in the answer's `Authorization`, the refresh token in a cookie no script reads.
 * On http://localhost, and there only, the cookie is a plain one, since browsers want `Secure` for the other.
 */
export function createSessionTransport(
  request: FastifyRequest,
  reply: FastifyReply,
  args: {
    publicOrigins: readonly string[];
    now(): Date;
    /** Of the page that is concerned, where the request does not say it. */
    origin?: string;
  },
): SessionTransport {
  const transport = transportOf(args.origin ?? request.headers.origin, args.publicOrigins);
  const name = refreshCookieName(transport);
  const shared = { path: '/', secure: transport === 'secure' };
  const keep: SessionTransport['keep'] = ({ refreshToken, refreshExpiresAt }) => {
    const lifeMs = refreshExpiresAt.getTime() - args.now().getTime();
    const lasting = { ...shared, maxAge: Math.floor(lifeMs / 1000) };
    void reply
      .header('cache-control', 'no-store')
      .setCookie(name, refreshToken, { ...lasting, httpOnly: true, sameSite: 'strict' })
      .setCookie(hintCookieName, '1', { ...lasting, sameSite: 'lax' });
  };
  return {
    refreshToken: request.cookies[name],
    keep,
    grant: ({ refreshToken, refreshExpiresAt, ...granted }) => {
      keep({ refreshToken, refreshExpiresAt });
      void reply.header('authorization', `Bearer ${granted.accessToken}`);
      return granted;
    },
    clear: () => {
      void reply
        .clearCookie(name, { ...shared, httpOnly: true, sameSite: 'strict' })
        .clearCookie(hintCookieName, { ...shared, sameSite: 'lax' });
    },
  };
}

/** By the page that asks, where it says so and is ours; else by what all our pages have in common. */
export function transportOf(
  origin: string | undefined,
  publicOrigins: readonly string[],
): 'secure' | 'plain' {
  const asking = publicOrigins.filter((each) => each === origin);
  return (asking.length > 0 ? asking : publicOrigins).every(isLoopback) ? 'plain' : 'secure';
}

function isLoopback(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'http:' && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
