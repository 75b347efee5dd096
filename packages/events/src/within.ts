import { setTimeout as delay } from 'node:timers/promises';

/** Waits for `work`, at most so many ms; how it ends does not matter. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const end = new AbortController();
  const timeout = delay(ms, undefined, { signal: end.signal });
  await Promise.race([work, timeout].map((each) => each.catch(() => undefined)));
  end.abort();
}
