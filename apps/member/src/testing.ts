import { createLog, type Log } from '@dailyfeed/service-kit/log';
import { listenForTests } from '@dailyfeed/service-kit/testing';
import type * as z from 'zod';

import type { Deps } from './deps.ts';
import { Env } from './env.ts';
import { wire } from './wiring.ts';

/** For tests of the whole, which replace and withdraw keys while everything runs. */
export { revokeKey, rotateKeys } from './domain/key-rotation.ts';
export { setAdmin } from './domain/role.ts';
/** For tests that walk its procedures. */
export { memberRouter } from './routers/index.ts';

/** Starts this service on a free port, wired as main.ts wires it. */
export async function startMember(
  env: z.input<typeof Env>,
  overrides: Partial<Deps> & { log?: Log } = {},
): Promise<{ url: string; deps: Deps } & AsyncDisposable> {
  const parsed = Env.parse({ LOG_LEVEL: 'silent', ...env });
  const { log = createLog('member', { level: parsed.LOG_LEVEL }), ...replaced } = overrides;
  return listenForTests(await wire(parsed, log, replaced));
}
