import 'server-only';
import { createLog } from '@dailyfeed/service-kit/log';
import type { Instrumentation } from 'next';

import { causeOf, isRequestError, requestFailureOf } from './request-failure.ts';

const log = createLog('web');

export function logRequestError(...args: Parameters<Instrumentation.onRequestError>): void {
  log.error(requestFailureOf(...args), 'request failed');
}

/** Next writes errors as text of many lines, and has no setting for it. A developer reads that better than JSON. */
export function takeOverConsole(): void {
  // oxlint-disable-next-line node/no-process-env -- inlined by the bundler, not a setting
  if (process.env.NODE_ENV === 'development') return;
  console.error = (...values: unknown[]): void => {
    if (values.some(isRequestError)) return; // `logRequestError` tells it, with its request
    const error = values.find((value) => value instanceof Error);
    const text = values.filter((value) => typeof value === 'string').join(' ');
    log.error({ ...(error && { err: causeOf(error) }), text }, 'Next reported an error');
  };
}
