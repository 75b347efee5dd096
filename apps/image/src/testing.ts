import { createLog, type Log } from '@dailyfeed/service-kit/log';
import { listenForTests } from '@dailyfeed/service-kit/testing';
import type * as z from 'zod';

import type { Deps } from './deps.ts';
import { purgeImages } from './domain/purging.ts';
import { refineImages } from './domain/refine.ts';
import { sweepImages } from './domain/sweep.ts';
import { Env } from './env.ts';
import { wire } from './wiring.ts';

/** For tests that walk its procedures. */
export { imageServiceRouter } from './routers/index.ts';

/** Starts this service on a free port (or one that is given), wired as main.ts wires it. */
export async function startImage(
  env: z.input<typeof Env>,
  overrides: Partial<Deps> & { log?: Log } = {},
): Promise<{ url: string; deps: Deps } & AsyncDisposable> {
  const parsed = Env.parse({ LOG_LEVEL: 'silent', ...env });
  const { log = createLog('image', { level: parsed.LOG_LEVEL }), ...replaced } = overrides;
  return listenForTests(await wire(parsed, log, replaced), env.PORT);
}

/** Does at once what the job does hourly. */
export async function sweep(deps: Deps): Promise<Record<string, number> | undefined> {
  return sweepImages(deps, new AbortController().signal);
}

/** Does at once what the job does every few seconds. */
export async function refine(deps: Deps): Promise<Record<string, number> | undefined> {
  return refineImages(deps, new AbortController().signal);
}

/** Does at once what the job does every few seconds. */
export async function purge(deps: Deps): Promise<Record<string, number> | undefined> {
  return purgeImages(deps, new AbortController().signal);
}
