import { setTimeout as delay } from 'node:timers/promises';

import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/**
 * What a group has handled, as far as Redis knows: the fast way to pass by what is delivered again. The truth is in
 * the stores that handlers write to; without Redis every event is handled, and an effect repeated is no effect.
 */
export type Processed = {
  /** Runs `handle` unless the event is known to be handled; marks it afterwards. Rejects as `handle` does. */
  handleOnce(eventId: string, handle: () => Promise<void>): Promise<void>;
};

const doneTtlMs = 86_400_000;
/** As long as a handler may take before another process no longer waits for it. */
const leaseMs = 5000;
const lookMs = 100;

/** Marks as Redis keys `processed:{group}:{eventId}`: `processing` with a lease, then `done` for 24 h. */
export function createProcessed(redis: Redis, args: { group: string; log: Logger }): Processed {
  const attempt = async <T>(command: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await command();
    } catch (error) {
      args.log.debug({ err: error }, 'processed marks away');
      return undefined;
    }
  };
  /** What was there before; null when the mark is ours, undefined when Redis cannot tell. */
  const take = (key: string): Promise<string | null | undefined> =>
    attempt(async () => {
      const isTaken = await redis.set(key, 'processing', 'PX', leaseMs, 'NX');
      return isTaken === null ? redis.get(key) : null;
    });

  /** Whether it is handled already; waits for who is at it, as long as their lease lasts. */
  const isDone = async (key: string): Promise<boolean> => {
    const until = performance.now() + leaseMs;
    for (;;) {
      const before = await take(key);
      if (before === 'done') return true;
      if (before !== 'processing' || performance.now() > until) return false;
      await delay(lookMs);
    }
  };

  return {
    handleOnce: async (eventId, handle) => {
      const key = `processed:${args.group}:${eventId}`;
      if (await isDone(key)) return;
      try {
        await handle();
      } catch (error) {
        // The next attempt, here or elsewhere, need not wait.
        await attempt(() => redis.del(key));
        throw error;
      }
      await attempt(() => redis.set(key, 'done', 'PX', doneTtlMs));
    },
  };
}
