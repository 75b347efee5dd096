import { setImmediate } from 'node:timers/promises';

import type * as fc from 'fast-check';

/**
 * Lets one actor run at a time, from one gate to the next; which one is the scheduler's choice. What an actor does
 * between two gates nobody interrupts, so the same seed gives the same run, on real stores too.
 */
export type Stage = {
  /** Where others may come first: a message is on its way, a transaction has committed. */
  gate(label: string): Promise<void>;
  /** Splits an actor in two or more, and waits for all of them. */
  together(parts: (() => Promise<void>)[]): Promise<void>;
  /** Runs all actors to their ends. */
  play(actors: (() => Promise<void>)[]): Promise<void>;
};

export function createStage(scheduler: fc.Scheduler): Stage {
  let running = 0;
  let becameQuiet: (() => void) | undefined;

  function leave(): void {
    running -= 1;
    if (running === 0) becameQuiet?.();
  }
  async function untilQuiet(): Promise<void> {
    for (;;) {
      // Whoever was let go resumes before this does.
      await setImmediate();
      if (running === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      becameQuiet = resolve;
      await promise;
    }
  }

  return {
    gate: async (label) => {
      const turn = scheduler.schedule(Promise.resolve(), label);
      leave();
      await turn;
      running += 1;
    },
    together: async (parts) => {
      running += parts.length;
      const ended = Promise.all(parts.map((part) => part().finally(leave)));
      leave();
      try {
        await ended;
      } finally {
        running += 1;
      }
    },
    play: async (actors) => {
      running += actors.length;
      const ended = Promise.allSettled(actors.map((actor) => actor().finally(leave)));
      for (await untilQuiet(); scheduler.count() > 0; await untilQuiet()) {
        await scheduler.waitOne();
      }
      for (const outcome of await ended) {
        if (outcome.status === 'rejected') throw outcome.reason;
      }
    },
  };
}
