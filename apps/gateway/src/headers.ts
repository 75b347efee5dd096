import type { IncomingHttpHeaders } from 'node:http';

import type { Identity } from '@dailyfeed/auth/identity';
import { passportHeader } from '@dailyfeed/auth/passport';
import { requestIdHeader } from '@dailyfeed/service-kit/fastify';

import type { Match } from './match.ts';

/** Of one connection only (RFC 9110 7.6.1), and what undici writes by itself. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'host',
  'expect',
]);

/** What says who or where a request comes from, or what it asks for: ours to say. */
const claims = new Set([
  'forwarded',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'x-original-url',
  'x-rewrite-url',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  // Some programs take it for their own setting HTTP_PROXY.
  'proxy',
  'authorization',
  'cookie',
  requestIdHeader,
]);
/** `x-middleware-*` steers Next.js from inside; from outside it has been used to step around its middleware. */
const claimPrefixes = ['x-passport', 'x-member', 'x-forwarded-', 'x-middleware-'];

/** Whether a client's header is a claim about its identity or origin, which is never sent on. */
function isClaim(name: string): boolean {
  // To some servers an underscore is the same as a hyphen; no header of ours, or of a browser, has one.
  if (name.includes('_')) return true;
  return claims.has(name) || claimPrefixes.some((prefix) => name.startsWith(prefix));
}

export type ForwardedAs = {
  identity: Identity;
  /** Host and scheme the client asked for. */
  host: string;
  scheme: string;
  /** Made out to the target; absent for pages. */
  passport: string | undefined;
};

/** The headers a request is sent on with: the client's, without what is not theirs to say, and ours. */
export function toUpstreamHeaders(
  given: IncomingHttpHeaders,
  match: Match,
  as: ForwardedAs,
): Record<string, string | string[]> {
  const dropped = namedByConnection(given.connection);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || hopByHop.has(name) || isClaim(name) || dropped.has(name)) continue;
    headers[name] = value;
  }
  headers[requestIdHeader] = as.identity.requestId;
  if (as.passport !== undefined) headers[passportHeader] = as.passport;
  return { ...headers, ...credentialsFor(given, match), ...originFor(match, as) };
}

type AnswerHeaders = Record<string, string | number | string[] | undefined>;

/** The headers an answer is sent back with; those in `ours` win. */
export function toClientHeaders(
  theirs: Record<string, string | string[] | undefined>,
  ours: AnswerHeaders,
): AnswerHeaders {
  const dropped = namedByConnection(theirs['connection']);
  const headers: AnswerHeaders = {};
  for (const [name, value] of Object.entries(theirs)) {
    if (value !== undefined && !hopByHop.has(name) && !dropped.has(name)) headers[name] = value;
  }
  return { ...headers, ...ours };
}

/** A token ends here, and so does the refresh cookie; only what ends or renews a session needs them further in. */
function credentialsFor(given: IncomingHttpHeaders, { route, procedures }: Match) {
  const { cookie, authorization } = given;
  switch (route.kind) {
    case 'procedures': {
      if (!procedures.some((name) => route.credentialed.includes(name))) return {};
      return { ...(cookie && { cookie }), ...(authorization && { authorization }) };
    }
    case 'plain':
      return route.credentials === 'cookie' && cookie ? { cookie } : {};
    case 'pages': {
      const rest = withoutSessionCookies(cookie ?? '');
      return rest === '' ? {} : { cookie: rest };
    }
    case 'absent':
      return {};
  }
}

/** Pages need to know their own address and their reader's; services read the latter in the passport. */
function originFor({ route }: Match, as: ForwardedAs): Record<string, string> {
  if (route.kind !== 'pages') return {};
  return {
    'x-forwarded-for': as.identity.address,
    'x-forwarded-host': as.host,
    'x-forwarded-proto': as.scheme,
  };
}

/** Pages see neither the session nor a log-in that is under way. */
function withoutSessionCookies(cookie: string): string {
  return cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !/^(?:__Host-)?(?:refresh|provider-[\w-]+)=/.test(pair))
    .join('; ');
}

function namedByConnection(connection: string | string[] | undefined): Set<string> {
  const names = String(connection ?? '').split(',');
  return new Set(names.map((name) => name.trim().toLowerCase()));
}
