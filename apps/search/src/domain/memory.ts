import type { Memory } from '../deps.ts';

/**
 * Keeps an answer for `ttlMs`. Who asks afterwards gets the old one while one of them has it made anew; when that fails,
 * the old one stands.
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
      if (now().getTime() - kept.at >= ttlMs) remake(make).catch(() => undefined);
      return kept.value;
    },
  };
}
