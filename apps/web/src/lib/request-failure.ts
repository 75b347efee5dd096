import type { Instrumentation } from 'next';

type Request = Parameters<Instrumentation.onRequestError>[1];
type Context = Parameters<Instrumentation.onRequestError>[2];

export type RequestFailure = {
  method: string;
  /** The pattern of the page: an address itself can hold what is nobody's business (`?token=`). */
  route: string;
  requestId: string | undefined;
  error: FailureCause;
};

type FailureCause = { type: string; message: string; stack?: string; cause?: FailureCause };

/** What a log says about a request that failed: the error and its causes, without what hangs on them (answers, headers). */
export function requestFailureOf(
  error: unknown,
  request: Request,
  context: Context,
): RequestFailure {
  const requestId = request.headers['x-request-id'];
  return {
    method: request.method,
    route: context.routePath,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    error: causeOf(error),
  };
}

/** Whether Next has handed this error to `onRequestError`, too: those carry a digest. */
export function isRequestError(value: unknown): boolean {
  return value instanceof Error && 'digest' in value;
}

export function causeOf(error: unknown): FailureCause {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: causeOf(error.cause) }),
  };
}
