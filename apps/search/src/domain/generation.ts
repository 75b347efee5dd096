import { AppError } from '@dailyfeed/contract/errors';

import { findServing } from '../db/generation.ts';
import type { Deps } from '../deps.ts';
import { inTime } from './in-time.ts';

/** The one that is read from. */
export async function getServing(deps: Pick<Deps, 'queryDb'>): Promise<number> {
  const serving = await inTime(() => findServing(deps.queryDb));
  if (!serving) throw new AppError('STORE_UNAVAILABLE');
  return serving.id;
}
