import { createTRPCClient } from '@trpc/client';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { ann, bob } from './_stand-in-router.ts';
import { startStandIn, type StandIn } from './_stand-in.ts';
import type { AppRouter } from './app-router.ts';
import { createHttp } from './http.ts';
import { refreshLink } from './refresh-link.ts';
import { serviceLink } from './service-link.ts';
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts';

// An operation is put into a batch in one turn of the event loop and sent in the next: these tests change who is
// logged in exactly between the two.

let standIn: StandIn;
let keeper: TokenKeeper;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;
let logInsAsked: number;

beforeEach(async () => {
  standIn = await startStandIn();
  logInsAsked = 0;
  const http = createHttp({
    baseUrl: standIn.url,
    jar: undefined,
    // The cookie is always ann's.
    fetch: (address, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', 'refresh=of-ann');
      return fetch(address, { ...init, headers });
    },
  });
  standIn.sessions.set('of-ann', ann);
  keeper = createTokenKeeper({
    http,
    browser: undefined,
    mayBeSignedIn: () => false,
    onLogInRequired: () => {
      logInsAsked += 1;
    },
  });
  api = createTRPCClient<AppRouter>({
    links: [refreshLink(keeper), serviceLink({ http, keeper })],
  });
});
afterEach(() => standIn[Symbol.asyncDispose]());

const create = (key: string) =>
  api.content.post.create.mutate({ text: 'hello', idempotencyKey: key });
const grantFor = (memberId: string) => ({
  accessToken: standIn.issue(memberId),
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
});
/** Lets everything happen that happens within this turn, and nothing of the next. */
async function endOfTurn(): Promise<void> {
  for (let step = 0; step < 50; step += 1) await Promise.resolve();
}
const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    () => 'refused',
  );

test('what one member asked is not sent with the token of the next', async () => {
  keeper.signIn(grantFor(ann));
  const late = settled(create('of-ann-1'));
  await endOfTurn();
  keeper.signIn(grantFor(bob));
  const own = create('of-bob-1');
  expect(await late).toBe('refused');
  expect(await own).toMatchObject({ authorId: bob });
  expect([...standIn.created.keys()]).toEqual(['of-bob-1']);
});

test('what one member asked is not replayed with the token of the next', async () => {
  const grant = grantFor(ann);
  keeper.signIn(grant);
  standIn.tokens.clear();
  const asked = Promise.withResolvers<void>();
  standIn.beforeRefresh = () => asked.resolve();
  const late = settled(create('of-ann-2'));
  await asked.promise;
  await keeper.refresh(grant.accessToken);
  await endOfTurn();
  keeper.signIn(grantFor(bob));
  expect(await late).toBe('refused');
  expect(standIn.created.size).toBe(0);
  expect([logInsAsked, keeper.memberId]).toEqual([0, bob]);
});

test('what was asked before a session ended is not sent after it, and asks for no second log-in', async () => {
  keeper.signIn(grantFor(ann));
  const late = settled(create('of-ann-3'));
  await endOfTurn();
  keeper.requireLogIn(keeper.epoch);
  expect(await late).toBe('refused');
  expect([logInsAsked, standIn.requests.length]).toEqual([1, 0]);
});
