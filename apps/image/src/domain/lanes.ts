import { AppError } from '@dailyfeed/contract/errors';

/** So many at once; the rest waits its turn. */
export type Lanes = {
  /** Throws RATE_LIMITED when too many wait already. */
  run<T>(work: () => Promise<T>, args: { weight: 'light' | 'heavy' }): Promise<T>;
};

/** What one conversion takes, about; somebody who is turned away may come back then. */
const turnSeconds = 2;

/**
 * Bounds what conversions take of the machine: `count` at once, of heavy ones one, and `queueMax` that wait.
 * Who waits longest is next.
 */
export function createLanes(args: { count: number; queueMax: number }): Lanes {
  const waiting: { isHeavy: boolean; start: () => void }[] = [];
  let running = 0;
  let isHeavyRunning = false;

  const begin = (): void => {
    while (running < args.count) {
      const index = waiting.findIndex(({ isHeavy }) => !(isHeavy && isHeavyRunning));
      const [next] = index === -1 ? [] : waiting.splice(index, 1);
      if (!next) return;
      running += 1;
      isHeavyRunning ||= next.isHeavy;
      next.start();
    }
  };
  return {
    run: async (work, { weight }) => {
      if (waiting.length >= args.queueMax + args.count) {
        const retryAfterSeconds = Math.ceil((waiting.length * turnSeconds) / args.count);
        throw new AppError('RATE_LIMITED', { details: { retryAfterSeconds } });
      }
      const isHeavy = weight === 'heavy';
      const turn = Promise.withResolvers<void>();
      waiting.push({ isHeavy, start: turn.resolve });
      begin();
      await turn.promise;
      try {
        return await work();
      } finally {
        running -= 1;
        if (isHeavy) isHeavyRunning = false;
        begin();
      }
    },
  };
}
