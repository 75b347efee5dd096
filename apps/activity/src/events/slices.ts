import { setTimeout as delay } from 'node:timers/promises';

/** So many look at once, and the next a moment later: of 2,000 the last within two seconds. */
const sliceSize = 100;
const sliceMs = 100;

/** Tells many of the same thing, of which each goes and asks the stores and the other services. */
export type Slices<T> = {
  /** Each once, however often it is named until its turn comes; resolves when all have been told. */
  tell(some: Iterable<T>): Promise<void>;
} & AsyncDisposable;

/** `tellOne` is called for some of them at once, and for the next a moment later. */
export function createSlices<T>(tellOne: (one: T) => void): Slices<T> {
  const waiting = new Set<T>();
  const left = new AbortController();
  let work = Promise.resolve();
  let isWorking = false;

  const workOff = async (): Promise<void> => {
    isWorking = true;
    while (waiting.size > 0 && !left.signal.aborted) {
      for (const one of [...waiting].slice(0, sliceSize)) {
        waiting.delete(one);
        tellOne(one);
      }
      const options = { signal: left.signal, ref: false };
      await delay(sliceMs, undefined, options).catch(() => undefined);
    }
    isWorking = false;
  };
  return {
    tell: (some) => {
      for (const one of some) waiting.add(one);
      if (!isWorking) work = workOff();
      return work;
    },
    [Symbol.asyncDispose]: () => {
      left.abort();
      return work;
    },
  };
}
