import { AppError } from '@dailyfeed/contract/errors';
import type { Transaction } from '@dailyfeed/service-kit/postgres';

import { findServing } from '../db/generation.ts';

/** The one that is read from. */
export async function getServing(tx: Transaction): Promise<number> {
  const serving = await findServing(tx);
  if (!serving) throw new AppError('STORE_UNAVAILABLE');
  return serving.id;
}
