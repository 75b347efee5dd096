import { AppError, type ErrorCode, type TrpcErrorBody } from '@dailyfeed/contract/errors';
import { describeFieldErrors, fieldErrorsOf } from '@dailyfeed/contract/field-error';
import { TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';

import { isStoreUnavailable } from './unavailable.ts';

/** The one table that gives a failure its status. */
const statusOf = {
  INPUT_INVALID: 'BAD_REQUEST',
  CURSOR_INVALID: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  TOKEN_EXPIRED: 'UNAUTHORIZED',
  TOKEN_INVALID: 'UNAUTHORIZED',
  TOKEN_REVOKED: 'UNAUTHORIZED',
  CREDENTIALS_WRONG: 'UNAUTHORIZED',
  LINK_INVALID: 'BAD_REQUEST',
  PASSWORD_CLOSED: 'FORBIDDEN',
  PROVIDER_NOT_FOUND: 'NOT_FOUND',
  PROVIDER_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  PROVIDER_ANSWER_INVALID: 'BAD_GATEWAY',
  PROVIDER_CANCELLED: 'BAD_REQUEST',
  PROVIDER_TRANSACTION_INVALID: 'BAD_REQUEST',
  PROVIDER_EMAIL_MISSING: 'FORBIDDEN',
  PROVIDER_EMAIL_UNVERIFIED: 'FORBIDDEN',
  PROVIDER_EMAIL_TAKEN: 'CONFLICT',
  PROVIDER_LINKED: 'CONFLICT',
  PROVIDER_LINKED_ELSEWHERE: 'CONFLICT',
  PROVIDER_LAST_WAY_IN: 'CONFLICT',
  SESSION_NOT_FOUND: 'NOT_FOUND',
  ORIGIN_REFUSED: 'FORBIDDEN',
  FORBIDDEN: 'FORBIDDEN',
  MEMBER_NOT_FOUND: 'NOT_FOUND',
  MEMBER_DISABLED: 'FORBIDDEN',
  MEMBER_ERASED: 'FORBIDDEN',
  DISABLE_SELF: 'BAD_REQUEST',
  ADMIN_LAST: 'CONFLICT',
  SESSION_NOT_FRESH: 'FORBIDDEN',
  HANDLE_TAKEN: 'CONFLICT',
  HANDLE_CHANGE_LIMIT_REACHED: 'CONFLICT',
  EMAIL_TAKEN: 'CONFLICT',
  FOLLOW_SELF: 'BAD_REQUEST',
  FOLLOW_LIMIT_REACHED: 'CONFLICT',
  FOLLOW_REQUEST_NOT_FOUND: 'NOT_FOUND',
  FOLLOW_NEEDED: 'FORBIDDEN',
  BLOCK_SELF: 'BAD_REQUEST',
  MUTE_SELF: 'BAD_REQUEST',
  POST_NOT_FOUND: 'NOT_FOUND',
  POST_NOT_YOURS: 'FORBIDDEN',
  POST_CHANGED: 'CONFLICT',
  COMMENT_NOT_FOUND: 'NOT_FOUND',
  COMMENT_NOT_YOURS: 'FORBIDDEN',
  COMMENT_CHANGED: 'CONFLICT',
  COMMENT_TOO_DEEP: 'BAD_REQUEST',
  REPORT_SELF: 'BAD_REQUEST',
  DRAFT_NOT_FOUND: 'NOT_FOUND',
  DRAFT_CHANGED: 'CONFLICT',
  DRAFT_LIMIT_REACHED: 'CONFLICT',
  DEAD_LETTER_NOT_FOUND: 'NOT_FOUND',
  DEAD_LETTER_DECIDED: 'CONFLICT',
  DEAD_LETTER_BUSY: 'CONFLICT',
  DEAD_LETTER_REFUSED: 'BAD_GATEWAY',
  IMAGE_NOT_FOUND: 'NOT_FOUND',
  IMAGE_IN_USE: 'CONFLICT',
  IMAGE_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  IMAGE_TYPE_UNSUPPORTED: 'UNSUPPORTED_MEDIA_TYPE',
  IMAGE_BROKEN: 'UNPROCESSABLE_CONTENT',
  IMAGE_PIXELS_EXCEEDED: 'UNPROCESSABLE_CONTENT',
  IMAGE_MEMORY_EXCEEDED: 'UNPROCESSABLE_CONTENT',
  IMAGE_CONVERSION_FAILED: 'SERVICE_UNAVAILABLE',
  IMAGE_QUOTA_REACHED: 'CONFLICT',
  UPLOAD_TOO_SLOW: 'TIMEOUT',
  SEARCH_QUERY_EMPTY: 'BAD_REQUEST',
  SEARCH_TIMEOUT: 'SERVICE_UNAVAILABLE',
  IDEMPOTENCY_KEY_REUSED: 'CONFLICT',
  EXPORT_RUNNING: 'TOO_MANY_REQUESTS',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  PROCEDURE_NOT_FOUND: 'NOT_FOUND',
  STORE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  UPSTREAM_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  UPSTREAM_FAILED: 'BAD_GATEWAY',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPC_ERROR_CODE_KEY>;

/** What tRPC and Fastify throw by themselves, in our codes; anything absent here is a bug of ours. */
const appCodeOf: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  PARSE_ERROR: 'INPUT_INVALID',
  BAD_REQUEST: 'INPUT_INVALID',
  NOT_FOUND: 'PROCEDURE_NOT_FOUND',
  METHOD_NOT_SUPPORTED: 'INPUT_INVALID',
  PAYLOAD_TOO_LARGE: 'INPUT_INVALID',
  UNSUPPORTED_MEDIA_TYPE: 'INPUT_INVALID',
  UNAUTHORIZED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  TOO_MANY_REQUESTS: 'RATE_LIMITED',
};

/** The status of a code, e.g. 404. */
export function httpStatusOf(code: ErrorCode): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: statusOf[code] }));
}

/** Turns whatever was thrown into a TRPCError whose cause is an AppError. */
export function toTrpcError(error: unknown): TRPCError {
  if (error instanceof TRPCError && error.cause instanceof AppError) {
    return new TRPCError({
      code: statusOf[error.cause.code],
      message: messageOf(error.cause),
      cause: error.cause,
    });
  }
  const cause = toAppError(error);
  // A status of tRPC's own (405, 413, 415) says more than the code's.
  const code =
    error instanceof TRPCError && appCodeOf[error.code] ? error.code : statusOf[cause.code];
  return new TRPCError({ code, message: messageOf(cause), cause });
}

/** Turns whatever was thrown into an AppError; INTERNAL when nobody expected it. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TRPCError) {
    if (error.cause instanceof AppError) return error.cause;
    if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) {
      return new AppError('INPUT_INVALID', {
        cause: error.cause,
        details: { fields: fieldErrorsOf(error.cause) },
      });
    }
    const code = appCodeOf[error.code];
    if (code) return new AppError(code, { cause: error });
    return toAppError(error.cause ?? new Error(error.message));
  }
  return new AppError(isStoreUnavailable(error) ? 'STORE_UNAVAILABLE' : 'INTERNAL', {
    cause: error,
  });
}

/** A failed answer in tRPC's shape, for what fails before or beside tRPC. */
export function errorBodyOf(error: AppError, requestId: string): TrpcErrorBody {
  const key = statusOf[error.code];
  return {
    error: {
      message: messageOf(error),
      code: TRPC_ERROR_CODES_BY_KEY[key],
      data: {
        code: key,
        httpStatus: httpStatusOf(error.code),
        appCode: error.code,
        fields: error.details.fields ?? null,
        retryAfterSeconds: error.details.retryAfterSeconds ?? null,
        requestId,
      },
    },
  };
}

/** One sentence for developers; readers get theirs by code. */
function messageOf(error: AppError): string {
  const { fields } = error.details;
  return fields ? describeFieldErrors(fields) : error.code;
}
