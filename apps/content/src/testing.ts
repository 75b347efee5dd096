import { createLog, type Log } from '@dailyfeed/service-kit/log';
import { listenForTests } from '@dailyfeed/service-kit/testing';
import type * as z from 'zod';

import type { Deps } from './deps.ts';
import { Env } from './env.ts';
import { wire } from './wiring.ts';

/** For tests that need more posts than a member may write. */
export { importContent } from './domain/import.ts';
/** For tests that walk its procedures. */
export { contentRouter } from './routers/index.ts';

/** Starts this service on a free port (or one that is given), wired as main.ts wires it. */
export async function startContent(
  env: z.input<typeof Env>,
  overrides: Partial<Deps> & { log?: Log } = {},
): Promise<{ url: string; deps: Deps } & AsyncDisposable> {
  const parsed = Env.parse({ LOG_LEVEL: 'silent', ...env });
  const { log = createLog('content', { level: parsed.LOG_LEVEL }), ...replaced } = overrides;
  return listenForTests(await wire(parsed, log, replaced), env.PORT);
}
