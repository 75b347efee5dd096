import { setTimeout as delay } from 'node:timers/promises';

import { failureOf } from '@dailyfeed/client';

/**
 * Asks again until `isDone` says so; rejects with the last answer after `timeoutMs`. Whoever is away for a moment, or too
 * busy, is asked again, too.
 */
export async function until<T>(
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const isLate = performance.now() > deadline;
    try {
      const answer = await ask();
      if (isDone(answer)) return answer;
      if (isLate) throw new Error(`Not in ${timeoutMs} ms; last answer: ${JSON.stringify(answer)}`);
    } catch (error) {
      if (isLate || !failureOf(error)?.appCode.endsWith('_UNAVAILABLE')) throw error;
    }
    await delay(50);
  }
}
