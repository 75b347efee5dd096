import type { Redis } from 'ioredis';

/** Longer than a replica that is worth reading from lags behind. */
const keptSeconds = 10;
/** After no answer nothing is written for this long: a server that hangs slows one write down, not each. */
const pauseMs = 5000;

/** Remembers in Redis, as `wrote:{memberId}`, who has just written. */
export function createRecentWriters(
  redis: Redis,
  clock: { now(): Date },
): { mark(memberId: string): Promise<void> } {
  let pausedUntil = 0;
  return {
    mark: async (memberId) => {
      if (clock.now().getTime() < pausedUntil) return;
      try {
        await redis.set(`wrote:${memberId}`, '1', 'EX', keptSeconds);
      } catch {
        // Readers may miss their own write for as long as a replica lags.
        pausedUntil = clock.now().getTime() + pauseMs;
      }
    },
  };
}
