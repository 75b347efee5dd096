import { setTimeout as delay } from 'node:timers/promises';

/** Asks again until `isDone` says so; rejects with the last answer after `timeoutMs`. */
export async function until<T>(
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
  timeoutMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (isDone(answer)) return answer;
    if (performance.now() > deadline) {
      throw new Error(`Not in ${timeoutMs} ms; last answer: ${JSON.stringify(answer)}`);
    }
    await delay(50);
  }
}
