import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, type Someone, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';

// Access tokens as clients see them, through the gateway.

const stack = new AsyncDisposableStack();
let network: Network;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(await startNetwork({ urls: stores.urls }));
});
afterAll(() => stack.disposeAsync());

test('when a leaked key is revoked everyone it signed refreshes, and nobody has to log in again', async () => {
  const people = await Promise.all(['ann', 'bob', 'cat'].map(watch));
  const tokens = people.map((person) => person.token());
  await network.keys.revokeCurrent();
  const isRefused = async (token: string): Promise<boolean> => {
    const headers = { authorization: token };
    const answer = await fetch(`${network.url}/api/timeline/feed.recent`, { headers });
    return answer.status === 401 && answer.headers.has('x-token-refresh-needed');
  };
  await until(
    () => Promise.all(tokens.map(isRefused)),
    (refused) => refused.every(Boolean),
    6000,
  );
  await Promise.all(
    people.map(async (person, index) => {
      await person.api.timeline.feed.following.query({});
      await person.api.content.post.create.mutate({
        text: 'still here',
        idempotencyKey: `still-here-${index}`,
      });
      expect(person.token()).not.toBe(tokens[index]);
      expect([person.refreshes(), person.session.state]).toEqual([1, 'member']);
    }),
  );
});

type Watched = Someone & {
  refreshes(): number;
  /** The `Authorization` header the client holds. */
  token(): string;
};

/** Signs somebody up whose traffic is looked at. */
async function watch(name: string): Promise<Watched> {
  const seen = { refreshes: 0, token: '' };
  const client = network.createClient({
    fetch: async (...request) => {
      const answer = await fetch(...request);
      if (new URL(answer.url).pathname === '/api/token/refresh') seen.refreshes += 1;
      seen.token = answer.headers.get('authorization') ?? seen.token;
      return answer;
    },
  });
  const someone = await network.signUp(name, client);
  return Object.assign(someone, {
    refreshes: () => seen.refreshes,
    token: () => seen.token,
  });
}
