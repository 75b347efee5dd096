import 'server-only';
import { createLog } from '@dailyfeed/service-kit/log';
import type { Instrumentation } from 'next';

import { causeOf, isRequestError, requestFailureOf } from './request-failure.ts';

const log = createLog('web');
const told = new WeakSet<Error>();

export function logRequestError(...args: Parameters<Instrumentation.onRequestError>): void {
  const [error] = args;
  // A page and its metadata fail by the same error, and Next tells of each.
  if (error instanceof Error) {
    if (told.has(error)) return;
    told.add(error);
  }
  log.error(requestFailureOf(...args), 'request failed');
}

/** Next writes errors as text of many lines, and has no setting for it. A developer reads that better than JSON. */
export function takeOverConsole(): void {
  // oxlint-disable-next-line node/no-process-env -- inlined by the bundler, not a setting
  if (process.env.NODE_ENV === 'development') return;
  // oxlint-disable-next-line no-console -- replaced, not used
  console.error = (...values: unknown[]): void => {
    if (values.some(isRequestError)) return; // `logRequestError` tells it, with its request
    const error = values.find((value) => value instanceof Error);
    const text = values.filter((value) => typeof value === 'string').join(' ');
    log.error({ ...(error && { error: causeOf(error) }), text }, 'Next reported an error');
  };
}
