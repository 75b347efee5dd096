import type { ContentTransaction } from '@dailyfeed/content-store/client';
import { AppError } from '@dailyfeed/contract/errors';

import { countWrite, uncountWrite, type Usage } from '../db/write-allowances.ts';
import type { Deps, WriteKind } from '../deps.ts';

/** Of a write that is counted. */
export type Allowance = {
  /** It has changed something: throws RATE_LIMITED with the wait that will do, where the limit is passed. */
  require(): void;
  /** It has changed nothing: it counts no more. */
  giveBack(): Promise<void>;
};

export const windowMs = 3_600_000;

/**
 * Counts one write of a member against the limit of its kind, in the transaction of the write: what is rolled back is
 * not counted, and a hundred at once do not pass as one. Whether the limit allows it is asked once it is known whether
 * anything changes: the same again, whose first answer was lost, is not refused. It locks the member's own row until the
 * transaction ends, so call it before any other lock is taken.
 */
export async function takeAllowance(
  deps: Pick<Deps, 'limits' | 'now'>,
  tx: ContentTransaction,
  write: { memberId: string; kind: WriteKind },
): Promise<Allowance> {
  const now = deps.now();
  const windowStart = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const usage = await countWrite(tx, { ...write, windowStart });
  const retryAfterSeconds = waitSeconds(usage, { limit: deps.limits[write.kind], now });
  return {
    require: () => {
      if (retryAfterSeconds === 0) return;
      throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds } });
    },
    giveBack: () => uncountWrite(tx, write),
  };
}

/**
 * How long until the last counted write fits; 0 when it does. The hour that ends now is taken to hold all of this
 * window's writes and, of the window before, the share that the hour still covers.
 */
export function waitSeconds(usage: Usage, args: { limit: number; now: Date }): number {
  const { used, usedBefore, windowStart } = usage;
  const earlier = used - 1;
  // Where this clock is behind, the window has begun by another: it has only just begun.
  const elapsedMs = Math.max(0, args.now.getTime() - windowStart.getTime());
  const free = args.limit - 1;
  // While this window goes on: how far it must be for the one before to weigh little enough.
  if (earlier <= free) {
    return secondsUntil(neededMs(usedBefore, free - earlier), elapsedMs);
  }
  // This window alone is too full: as the one before the next, it must weigh little enough.
  return secondsUntil(windowMs + neededMs(earlier, free), elapsedMs);
}

/** How much of a window must have passed for `count` writes of the one before to weigh no more than `room`. */
function neededMs(count: number, room: number): number {
  return count <= room ? 0 : windowMs * (1 - room / count);
}

function secondsUntil(atMs: number, elapsedMs: number): number {
  // Parts of a millisecond are what dividing has left over.
  return Math.max(0, Math.ceil(Math.floor(atMs - elapsedMs) / 1000));
}
