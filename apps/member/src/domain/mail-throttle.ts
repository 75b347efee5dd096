import { AppError } from '@dailyfeed/contract/errors';

import type { Deps, LogInAttempt } from '../deps.ts';

/** Counts a mail that somebody asks for; RATE_LIMITED when an account or an address has had enough of them. */
export async function countMail(
  deps: Pick<Deps, 'mailThrottle'>,
  attempt: LogInAttempt,
): Promise<void> {
  const { waitSeconds } = await deps.mailThrottle.begin(attempt);
  if (waitSeconds === 0) return;
  throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds: waitSeconds } });
}
