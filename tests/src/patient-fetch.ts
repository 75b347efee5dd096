import { until } from './until.ts';

/**
 * As `fetch`, for who is no test of an outage: a machine that does other things may answer that a store or a service is
 * away for the moment, and whoever reads that comes back.
 */
export async function patientFetch(...request: Parameters<typeof fetch>): Promise<Response> {
  const { answer } = await until(
    async () => {
      const given = await fetch(...request);
      return { answer: given, isBusy: await isBusy(given) };
    },
    (asked) => !asked.isBusy,
    60_000,
  );
  return answer;
}

async function isBusy(answer: Response): Promise<boolean> {
  if (answer.status !== 503) return false;
  return /"appCode":"[A-Z]+_UNAVAILABLE"/.test(await answer.clone().text());
}
