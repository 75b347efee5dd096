import type { ErrorCode } from '@dailyfeed/contract/errors';

type Next = { event: string } | { refusal: ErrorCode } | { end: true };

/** What a server's stream tells: kept, so that a reader who comes back gets what came meanwhile. */
export type StreamEvents = {
  tell(event: string): void;
  /** Ends every stream under way, as a server does whose token ran out or was revoked. */
  refuse(code: ErrorCode): void;
  /** The event behind the first `told` ones, once there is one. */
  next(told: number, signal: AbortSignal | undefined): Promise<Next>;
  /** Readers that wait now. */
  readonly waiting: number;
};

export function createStreamEvents(): StreamEvents {
  const told: string[] = [];
  const waiting = new Set<(next: Next) => void>();
  const wake = (next: Next): void => {
    for (const resolve of waiting) resolve(next);
    waiting.clear();
  };
  return {
    tell: (event) => {
      told.push(event);
      wake({ event });
    },
    refuse: (code) => wake({ refusal: code }),
    next: async (count, signal) => {
      const event = told[count];
      if (event !== undefined) return { event };
      const { promise, resolve } = Promise.withResolvers<Next>();
      waiting.add(resolve);
      signal?.addEventListener('abort', () => {
        waiting.delete(resolve);
        resolve({ end: true });
      });
      return promise;
    },
    get waiting() {
      return waiting.size;
    },
  };
}
