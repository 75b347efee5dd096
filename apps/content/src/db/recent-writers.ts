import type { Redis } from 'ioredis';

/** Longer than a replica that is worth reading from lags behind. */
const keptSeconds = 10;
/** After no answer none is waited for this long: a server that hangs slows one write down, not each. */
const pauseMs = 5000;

/** Remembers in Redis, as `wrote:{memberId}`, who has just written. */
export function createRecentWriters(redis: Redis): { mark(memberId: string): Promise<void> } {
  let pausedUntil = -Infinity;

  const note = async (memberId: string): Promise<void> => {
    try {
      await redis.set(`wrote:${memberId}`, '1', 'EX', keptSeconds);
      pausedUntil = -Infinity;
    } catch {
      // Readers may miss their own write for as long as a replica lags.
      pausedUntil = performance.now() + pauseMs;
    }
  };

  return {
    mark: async (memberId) => {
      const isPaused = performance.now() < pausedUntil;
      const noting = note(memberId);
      // Written all the same: it may be this process that was late, and not the server.
      if (!isPaused) await noting;
    },
  };
}
