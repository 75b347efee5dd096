import { failureOf as answeredFailureOf } from '@dailyfeed/client';
import type { ErrorCode } from '@dailyfeed/contract/errors';

export type Failure = {
  /**
   * The service's code; `NETWORK` when no answer came, `SUPERSEDED` when it was not sent, since somebody else is logged
   * in by now, or nobody, `INTERNAL` for anything else.
   */
  code: ErrorCode | 'NETWORK' | 'SUPERSEDED';
  /** Path of the field → key of what is wrong with it. */
  fields: Record<string, string>;
  retryAfterSeconds: number | null;
  requestId: string | null;
};

/** What a failed call says, from whatever was thrown. */
export function failureOf(error: unknown): Failure {
  const answered = answeredFailureOf(error);
  if (!answered) {
    return { code: unansweredCodeOf(error), fields: {}, retryAfterSeconds: null, requestId: null };
  }
  return {
    code: answered.appCode,
    fields: answered.fields ?? {},
    retryAfterSeconds: answered.retryAfterSeconds,
    requestId: answered.requestId === '' ? null : answered.requestId,
  };
}

/** Whether the same call may succeed in a moment without anyone doing anything. */
export function isPassing(error: unknown): boolean {
  const { code } = failureOf(error);
  return (
    code === 'NETWORK' ||
    code === 'STORE_UNAVAILABLE' ||
    code === 'UPSTREAM_UNAVAILABLE' ||
    code === 'UPSTREAM_FAILED' ||
    code === 'SEARCH_TIMEOUT'
  );
}

/** Whether it failed for want of the session it was asked in: a log-in mends it. */
export function isSessionFailure(code: Failure['code']): boolean {
  return (
    // It had not been sent yet when the session ended.
    code === 'SUPERSEDED' ||
    code === 'UNAUTHENTICATED' ||
    code === 'TOKEN_EXPIRED' ||
    code === 'TOKEN_INVALID' ||
    code === 'TOKEN_REVOKED'
  );
}

function unansweredCodeOf(error: unknown): Failure['code'] {
  // The refresh was answered, and there is no session.
  if (error instanceof Error && error.name === 'SessionEndedError') return 'TOKEN_EXPIRED';
  if (isSuperseded(error)) return 'SUPERSEDED';
  return isNetworkFailure(error) ? 'NETWORK' : 'INTERNAL';
}

function isSuperseded(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'SupersededError' || isSuperseded(error.cause);
}

/** fetch throws a TypeError when nobody answers, and what has a time limit its end; both arrive wrapped by each layer above. */
function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error instanceof TypeError || error.name === 'TimeoutError' || isNetworkFailure(error.cause)
  );
}
