import type { Instrumentation } from 'next';

/** Runs once before the first request: a wrong setting ends the process at start, not at some reader's request. */
export async function register(): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- inlined by the bundler: tells the Node build from the edge one
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { getEnv } = await import('./lib/env.ts');
  getEnv();
  const { takeOverConsole } = await import('./lib/log.ts');
  takeOverConsole();
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // oxlint-disable-next-line node/no-process-env -- as above
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { logRequestError } = await import('./lib/log.ts');
  logRequestError(error, request, context);
};
