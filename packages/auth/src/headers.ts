import type { ErrorCode } from '@dailyfeed/contract/errors';

/** "Your token is old: refresh it." Beside a success it is advice, beside a 401 the way to go on. */
export const refreshNeededHeader = 'x-token-refresh-needed';
/** "Nothing you hold is good: log in." */
export const reloginRequiredHeader = 'x-relogin-required';

/** Name of the refresh cookie; the plain one only where the origin is `http://localhost` or a loopback address. */
export function refreshCookieName(transport: 'secure' | 'plain'): '__Host-refresh' | 'refresh' {
  return transport === 'secure' ? '__Host-refresh' : 'refresh';
}

export function hasRefreshCookie(cookieHeader: string | undefined): boolean {
  return cookieHeader !== undefined && /(?:^|;\s*)(?:__Host-)?refresh=/.test(cookieHeader);
}

/** The header that goes with a failed answer, by the matrix of access token and refresh cookie. */
export function authHeadersOf(
  code: ErrorCode,
  options: { hasRefreshCookie: boolean },
): Record<string, string> {
  switch (code) {
    case 'TOKEN_EXPIRED':
      return { [refreshNeededHeader]: 'true' };
    case 'UNAUTHENTICATED':
      return options.hasRefreshCookie
        ? { [refreshNeededHeader]: 'true' }
        : { [reloginRequiredHeader]: 'true' };
    case 'TOKEN_INVALID':
    case 'TOKEN_REVOKED':
      return { [reloginRequiredHeader]: 'true' };
    default:
      return {};
  }
}
