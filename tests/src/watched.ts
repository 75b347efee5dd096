import type { Network, Someone } from './network.ts';
import { patientFetch } from './patient-fetch.ts';

/** Says that the token still serves, and that a newer one is to be had. */
export const refreshNeeded = 'x-token-refresh-needed';

/** What `feed.following` answers to this `Authorization` header, and the way out it shows. */
export async function ask(
  url: string,
  authorization: string,
): Promise<{ status: number; way: string | undefined }> {
  const answer = await fetch(`${url}/feed.following?input=%7B%7D`, { headers: { authorization } });
  await answer.arrayBuffer();
  const way = [refreshNeeded, 'x-relogin-required'].find((name) => answer.headers.has(name));
  return { status: answer.status, way };
}

export type Watched = Someone & {
  refreshes(): number;
  /** Of all answers that came, in their order. */
  statuses: readonly number[];
  /** The `Authorization` header the client holds. */
  token(): string;
};

/** Signs somebody up whose traffic is looked at. */
export async function watch(network: Network, name: string): Promise<Watched> {
  const seen = { refreshes: 0, token: '' };
  const statuses: number[] = [];
  const client = network.createClient({
    fetch: async (...request) => {
      const answer = await patientFetch(...request);
      statuses.push(answer.status);
      if (new URL(answer.url).pathname === '/api/token/refresh') seen.refreshes += 1;
      seen.token = answer.headers.get('authorization') ?? seen.token;
      return answer;
    },
  });
  const someone = await network.signUp(name, client);
  return Object.assign(someone, {
    statuses,
    refreshes: () => seen.refreshes,
    token: () => seen.token,
  });
}
