import type { FieldError } from './field-error.ts';

/** Every failure a caller may branch on. Anything else is a bug and surfaces as INTERNAL. */
export const errorCodes = [
  'INPUT_INVALID',
  'CURSOR_INVALID',
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'TOKEN_INVALID',
  'TOKEN_REVOKED',
  'CREDENTIALS_WRONG',
  'LINK_INVALID',
  'PASSWORD_CLOSED',
  'PROVIDER_NOT_FOUND',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_ANSWER_INVALID',
  'PROVIDER_CANCELLED',
  'PROVIDER_TRANSACTION_INVALID',
  'PROVIDER_EMAIL_MISSING',
  'PROVIDER_EMAIL_UNVERIFIED',
  'PROVIDER_EMAIL_TAKEN',
  'PROVIDER_LINKED',
  'PROVIDER_LINKED_ELSEWHERE',
  'PROVIDER_LAST_WAY_IN',
  'SESSION_NOT_FOUND',
  'ORIGIN_REFUSED',
  'FORBIDDEN',
  'MEMBER_NOT_FOUND',
  'MEMBER_DISABLED',
  'MEMBER_ERASED',
  'DISABLE_SELF',
  'ADMIN_LAST',
  'SESSION_NOT_FRESH',
  'HANDLE_TAKEN',
  'HANDLE_CHANGE_LIMIT_REACHED',
  'EMAIL_TAKEN',
  'FOLLOW_SELF',
  'FOLLOW_LIMIT_REACHED',
  'FOLLOW_REQUEST_NOT_FOUND',
  'FOLLOW_NEEDED',
  'BLOCK_SELF',
  'MUTE_SELF',
  'POST_NOT_FOUND',
  'POST_NOT_YOURS',
  'POST_CHANGED',
  'COMMENT_NOT_FOUND',
  'COMMENT_NOT_YOURS',
  'COMMENT_CHANGED',
  'COMMENT_TOO_DEEP',
  'REPORT_SELF',
  'DRAFT_NOT_FOUND',
  'DRAFT_CHANGED',
  'DRAFT_LIMIT_REACHED',
  'DEAD_LETTER_NOT_FOUND',
  'DEAD_LETTER_DECIDED',
  'DEAD_LETTER_BUSY',
  'DEAD_LETTER_REFUSED',
  'IMAGE_NOT_FOUND',
  'IMAGE_IN_USE',
  'IMAGE_TOO_LARGE',
  'IMAGE_TYPE_UNSUPPORTED',
  'IMAGE_BROKEN',
  'IMAGE_PIXELS_EXCEEDED',
  'IMAGE_MEMORY_EXCEEDED',
  'IMAGE_CONVERSION_FAILED',
  'IMAGE_QUOTA_REACHED',
  'UPLOAD_TOO_SLOW',
  'SEARCH_QUERY_EMPTY',
  'SEARCH_TIMEOUT',
  'IDEMPOTENCY_KEY_REUSED',
  'EXPORT_RUNNING',
  'RATE_LIMITED',
  'PROCEDURE_NOT_FOUND',
  'STORE_UNAVAILABLE',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_FAILED',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What a caller may read beside the code, e.g. which field, or when to try again. */
export type ErrorDetails = {
  /** Path of the field → what is wrong with it. */
  fields?: Record<string, FieldError>;
  retryAfterSeconds?: number;
};

/** An expected failure: `code` says which; `cause` is logged, never sent. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, options: ErrorOptions & { details?: ErrorDetails } = {}) {
    super(code, options);
    this.code = code;
    this.details = options.details ?? {};
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return errorCodes.some((code) => code === value);
}

/** The body of every failed answer under `/api/*`: tRPC's error shape, so that the typed client reads it. */
export type TrpcErrorBody = {
  error: {
    message: string;
    code: number;
    data: {
      code: string;
      httpStatus: number;
      appCode: ErrorCode;
      fields: Record<string, FieldError> | null;
      retryAfterSeconds: number | null;
      requestId: string;
      path?: string;
    };
  };
};
