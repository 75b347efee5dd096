import { AppError } from '@dailyfeed/contract/errors';

/** Who is served when, within this process. */
export type Turns = {
  /** Runs `work` once all that was asked for under this `key` before is over. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
};

/** As long as somebody may be expected to wait for an answer. */
const waitMs = 10_000;

/**
 * Of one key (a member, say), one piece of work at a time, in the order asked for; of different ones, all at once. In
 * the database they would wait for each other as well, each with a connection that others need. Whose turn does not
 * come within 10 s is STORE_UNAVAILABLE.
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    take: async (key, work) => {
      const before = last.get(key);
      const done = Promise.withResolvers<void>();
      const all = Promise.all([before, done.promise]).then(() => undefined);
      last.set(key, all);
      try {
        await untilOver(before);
        return await work();
      } finally {
        done.resolve();
        if (last.get(key) === all) last.delete(key);
      }
    },
  };
}

async function untilOver(before: Promise<void> | undefined): Promise<void> {
  if (before === undefined) return;
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => late.reject(new AppError('STORE_UNAVAILABLE')), waitMs);
  await Promise.race([before, late.promise]).finally(() => clearTimeout(timer));
}
