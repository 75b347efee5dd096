import type { Memory } from '../deps.ts';

/**
 * Keeps an answer for `ttlMs`. Who asks afterwards gets the old one while one of them has it made anew, or, when it is
 * twice as old, waits for that; when it fails, the old one stands.
 */
export function createMemory<T>({ ttlMs, now }: { ttlMs: number; now: () => Date }): Memory<T> {
  let kept: { value: T; at: number } | undefined;
  let making: Promise<T> | undefined;
  const remake = (make: () => Promise<T>): Promise<T> => {
    making ??= make()
      .then((value) => {
        kept = { value, at: now().getTime() };
        return value;
      })
      .finally(() => (making = undefined));
    return making;
  };
  return {
    get: async (make) => {
      if (kept === undefined) return remake(make);
      const { value, at } = kept;
      const ageMs = now().getTime() - at;
      if (ageMs < ttlMs) return value;
      const remade = remake(make).catch(() => value);
      return ageMs < 2 * ttlMs ? value : remade;
    },
  };
}
