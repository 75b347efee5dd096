import { createLog, type Log } from '@dailyfeed/service-kit/log';
import { listenForTests } from '@dailyfeed/service-kit/testing';
import type * as z from 'zod';

import type { Deps } from './deps.ts';
import { Env } from './env.ts';
import { type Overrides, wire } from './wiring.ts';

/** What the job `popular-snapshot` does. */
export { takeRankings } from './domain/ranking.ts';
/** For tests that walk its procedures. */
export { timelineRouter } from './routers/index.ts';

/** Starts this service on a free port, wired as main.ts wires it. */
export async function startTimeline(
  env: z.input<typeof Env>,
  overrides: Overrides & { log?: Log } = {},
): Promise<{ url: string; deps: Deps } & AsyncDisposable> {
  const parsed = Env.parse({ LOG_LEVEL: 'silent', ...env });
  const { log = createLog('timeline', { level: parsed.LOG_LEVEL }), ...replaced } = overrides;
  return listenForTests(await wire(parsed, log, replaced));
}
