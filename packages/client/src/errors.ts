import { type ErrorCode, isErrorCode } from '@dailyfeed/contract/errors';
import { TRPCClientError } from '@trpc/client';

/** What a failed call says beside its message; null where nobody answered (no network, or not our server). */
export type Failure = {
  appCode: ErrorCode;
  /** Path of the field → key of what is wrong with it. */
  fields: Record<string, string> | null;
  retryAfterSeconds: number | null;
  requestId: string;
};

/** Reads the failure out of whatever a call rejected with. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof TRPCClientError)) return null;
  // A client error's data has no type of its own without a router.
  const data = error.data as Partial<Record<keyof Failure, unknown>> | null | undefined; // see above
  if (!isErrorCode(data?.appCode)) return null;
  return {
    appCode: data.appCode,
    fields: isRecord(data.fields) ? data.fields : null,
    retryAfterSeconds: typeof data.retryAfterSeconds === 'number' ? data.retryAfterSeconds : null,
    requestId: typeof data.requestId === 'string' ? data.requestId : '',
  };
}

/** What was thrown, as an error. */
export function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function isRecord(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null;
}

/** The refresh token is no longer good: whoever it was must log in again. */
export class SessionEndedError extends Error {
  override name = 'SessionEndedError';
}

/** Somebody else is logged in, or nobody, since this was asked; it was not sent. */
export class SupersededError extends Error {
  override name = 'SupersededError';
}

/** A file that was being downloaded ended before its end. Nothing of it is of use; asking again may help. */
export class DownloadBrokenError extends Error {
  override name = 'DownloadBrokenError';
}
