/** Runs once before the first request: a wrong setting ends the process at start, not at some reader's request. */
export async function register(): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- inlined by the bundler: tells the Node build from the edge one
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { getEnv } = await import('./lib/env.ts');
  getEnv();
}
