import { createHash } from 'node:crypto';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { transportOf } from './session-transport.ts';

/** More tabs than anyone logs in from at once; the rest would only make requests longer. */
const cookiesMax = 4;
const namePattern = /^(?:__Host-)?provider-[\w-]{8}$/;

export type TransactionCookies = {
  /** Keeps a transaction in the browser that began it. */
  set(of: { state: string; origin: string }, kept: { sealed: string; maxAgeSeconds: number }): void;
  /** What is kept for this state, if anything, and takes it away. */
  take(state: string): { value: string; isFor(of: { origin: string }): boolean } | undefined;
};

/**
 * The cookie that ties a log-in to the browser it began in, one for each, so that two tabs do not disturb each other.
 * `Lax`: the way back from the provider is a navigation from another site, on which a `Strict` one is not sent.
 */
export function createTransactionCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  publicOrigins: readonly string[],
): TransactionCookies {
  const attributesFor = (name: string) =>
    ({ path: '/', httpOnly: true, sameSite: 'lax', secure: name.startsWith('__Host-') }) as const; // literals, as the library wants them
  const clear = (name: string): void => void reply.clearCookie(name, attributesFor(name));
  const nameFor = (state: string, transport: 'secure' | 'plain'): string => {
    const key = createHash('sha256').update(state).digest('base64url').slice(0, 8);
    return transport === 'secure' ? `__Host-provider-${key}` : `provider-${key}`;
  };
  return {
    set: ({ state, origin }, { sealed, maxAgeSeconds }) => {
      const held = Object.keys(request.cookies).filter((name) => namePattern.test(name));
      for (const name of held.slice(0, Math.max(0, held.length - cookiesMax + 1))) clear(name);
      const name = nameFor(state, transportOf(origin, publicOrigins));
      void reply.setCookie(name, sealed, { ...attributesFor(name), maxAge: maxAgeSeconds });
    },
    take: (state) => {
      const transport = (['secure', 'plain'] as const).find(
        (each) => request.cookies[nameFor(state, each)] !== undefined,
      );
      if (transport === undefined) return undefined;
      const name = nameFor(state, transport);
      clear(name);
      // A plain cookie can be set by whoever is on the wire or beside us: it counts only where there is no other.
      const isFor = ({ origin }: { origin: string }): boolean =>
        transportOf(origin, publicOrigins) === transport;
      return { value: request.cookies[name] ?? '', isFor };
    },
  };
}
