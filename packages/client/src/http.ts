import type { ErrorCode, TrpcErrorBody } from '@dailyfeed/contract/errors';

import type { CookieJar } from './cookie-jar.ts';

/** Header names as `packages/auth` defines them; that package is the servers' side. */
export const refreshNeededHeader = 'x-token-refresh-needed';
export const reloginRequiredHeader = 'x-relogin-required';

/** Sends one request to a path of our origin; rejects only when nobody answered. */
export type Http = (path: string, init: RequestInit) => Promise<Response>;

export type HttpOptions = {
  /** Origin of dailyfeed, without a slash at the end; empty in a page of that origin. */
  baseUrl: string;
  /** Outside a browser: keeps the refresh cookie, and the origin is said, which Node's fetch does not. */
  jar: CookieJar | undefined;
  fetch: typeof fetch;
};

export function createHttp({ baseUrl, jar, fetch }: HttpOptions): Http {
  if (!jar) return (path, init) => fetch(baseUrl + path, { ...init, credentials: 'same-origin' });
  return async (path, init) => {
    const headers = new Headers(init.headers);
    headers.set('origin', new URL(baseUrl).origin);
    const cookie = jar.header();
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await fetch(baseUrl + path, { ...init, headers });
    jar.store(answer.headers.getSetCookie());
    return answer;
  };
}

/**
 * Gives an answer that is not JSON (a proxy's error page, an empty body, a problem document) the shape tRPC reads;
 * without it the status and the headers would be lost on the way to the caller.
 */
export function toTrpcShape(answer: Response): Response {
  const type = answer.headers.get('content-type') ?? '';
  if (/^application\/json\b/i.test(type)) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  headers.set('content-type', 'application/json');
  // A success that is not JSON does not come from us either, e.g. the log-in page of a hotel's network.
  const status = answer.ok ? 502 : answer.status;
  return new Response(JSON.stringify(errorBodyOf(status, headers)), { status, headers });
}

function errorBodyOf(status: number, headers: Headers): TrpcErrorBody {
  const appCode = appCodeOf(status, headers);
  return {
    error: {
      message: `The server answered ${status}`,
      // tRPC's number for "internal"; nobody reads it beside `data`.
      code: -32_603,
      data: {
        code: status === 401 ? 'UNAUTHORIZED' : 'INTERNAL_SERVER_ERROR',
        httpStatus: status,
        appCode,
        fields: null,
        retryAfterSeconds: retryAfterOf(headers),
        requestId: headers.get('x-request-id') ?? '',
      },
    },
  };
}

function appCodeOf(status: number, headers: Headers): ErrorCode {
  if (status === 401) {
    if (headers.has(refreshNeededHeader)) return 'TOKEN_EXPIRED';
    return headers.has(reloginRequiredHeader) ? 'TOKEN_INVALID' : 'UNAUTHENTICATED';
  }
  if (status === 429) return 'RATE_LIMITED';
  if (status === 503) return 'UPSTREAM_UNAVAILABLE';
  return status >= 500 ? 'UPSTREAM_FAILED' : 'INPUT_INVALID';
}

/** `Retry-After` in seconds; a date counts as absent, since our servers send seconds. */
export function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after');
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}
