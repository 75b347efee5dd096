import { setTimeout as delay } from 'node:timers/promises';

/** Some 45 s in all, far more than a busy machine needs: who is told so more often has met a failure. */
const comeBacksMax = 20;
const longestDelayMs = 3000;

/**
 * As `fetch`, for who is no test of an outage: a machine that does other things may answer that a store or a service is
 * away for the moment, and whoever reads that comes back. That they had to is written to stderr, lest what is away
 * without a reason goes unseen.
 */
export async function patientFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  for (let comeBacks = 0; ; comeBacks += 1) {
    const answer = await fetch(...request);
    const busyCode = await busyCodeOf(answer);
    if (busyCode === undefined) return answer;
    const { pathname } = new URL(answer.url);
    if (comeBacks === 0) process.stderr.write(`${pathname} says to come back: ${busyCode}\n`);
    if (comeBacks === comeBacksMax) {
      throw new Error(`${pathname} says to come back, ${comeBacks} times: ${busyCode}`);
    }
    await delay(Math.min(50 * 2 ** comeBacks, longestDelayMs));
  }
}

async function busyCodeOf(answer: Response): Promise<string | undefined> {
  if (answer.status !== 503) return undefined;
  return /"appCode":"([A-Z]+_UNAVAILABLE)"/.exec(await answer.clone().text())?.[1];
}
