import { setTimeout as delay } from 'node:timers/promises';

import { failureOf } from '@dailyfeed/client';

/**
 * Asks again until `isDone` says so; rejects with the last answer after `timeoutMs`. Whoever is away for a moment, or too
 * busy, is asked again, too, and stderr says so once.
 */
export async function until<T>(
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let hasWarned = false;
  for (;;) {
    const isLate = performance.now() > deadline;
    try {
      const answer = await ask();
      if (isDone(answer)) return answer;
      if (isLate) throw new Error(`Not in ${timeoutMs} ms; last answer: ${JSON.stringify(answer)}`);
    } catch (error) {
      const appCode = failureOf(error)?.appCode;
      if (isLate || !appCode?.endsWith('_UNAVAILABLE')) throw error;
      if (!hasWarned) process.stderr.write(`asked again, being told: ${appCode}\n`);
      hasWarned = true;
    }
    await delay(50);
  }
}
