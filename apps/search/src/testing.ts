import { createLog, type Log } from '@dailyfeed/service-kit/log';
import { listenForTests } from '@dailyfeed/service-kit/testing';
import type * as z from 'zod';

import type { Deps } from './deps.ts';
import { findTerm } from './domain/highlight.ts';
import { isEmpty, parseQuery, type Term } from './domain/query.ts';
import { rebuild, type RebuildStep } from './domain/rebuild.ts';
import { toUnits } from './domain/unit.ts';
import { Env } from './env.ts';
import { wire } from './wiring.ts';

/** For tests that walk its procedures. */
export { searchServiceRouter } from './routers/index.ts';
/** Whether a process that starts builds the index. */
export { needsRebuild } from './domain/rebuild.ts';
/** Of the rules by which this release cuts texts. */
export { indexVersion } from './domain/token.ts';
/** What a consumer does with events. */
export { indexEvents } from './domain/indexing.ts';

/** Starts this service on a free port (or one that is given), wired as main.ts wires it. */
export async function startSearch(
  env: z.input<typeof Env>,
  overrides: Partial<Deps> & { log?: Log; jobs?: 'run' | 'rest' } = {},
): Promise<{ url: string; deps: Deps } & AsyncDisposable> {
  const parsed = Env.parse({ LOG_LEVEL: 'silent', ...env });
  const { log = createLog('search', { level: parsed.LOG_LEVEL }), ...replaced } = overrides;
  return listenForTests(await wire(parsed, log, replaced), env.PORT);
}

/** Does what the command does; `step` is called behind each page, and may throw. */
export async function reindex(deps: Deps, step?: RebuildStep): Promise<void> {
  await rebuild(deps, new AbortController().signal, step);
}

/** Whether the words of a query stand in a text, by reading it; the index has to say the same. */
export function matches(text: string, query: string): boolean {
  const parsed = parseQuery(query);
  const units = toUnits(text);
  const isThere = (term: Term): boolean => findTerm(units, term).length > 0;
  return !isEmpty(parsed) && parsed.terms.every(isThere) && !parsed.without.some(isThere);
}
