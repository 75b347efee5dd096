import { getUntypedClient } from '@trpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ann, bob } from './_stand-in-router.ts';
import { bodyOf, startStandIn, type StandIn } from './_stand-in.ts';
import { failureOf } from './errors.ts';
import { createDailyfeed, type Dailyfeed } from './index.ts';

let standIn: StandIn;
let client: Dailyfeed;
let logInsAsked: number;

beforeEach(async () => {
  standIn = await startStandIn();
  logInsAsked = 0;
  client = createDailyfeed({
    baseUrl: standIn.url,
    onLogInRequired: () => {
      logInsAsked += 1;
    },
  });
});
afterEach(async () => {
  client.close();
  await standIn[Symbol.asyncDispose]();
});

const logIn = (name: 'ann' | 'bob') =>
  client.session.logIn({ email: `${name}@example.org`, password: 'password' });
const asked = () => standIn.requests.filter(({ path }) => path.includes('stream.member'));
const isOpen = () => expect.poll(() => standIn.events.waiting).toBe(1);

/** Subscribes; `seen` grows, `ended` tells how it ended. */
function listen() {
  const seen: unknown[] = [];
  const ended: unknown[] = [];
  const subscription = getUntypedClient(client.api).subscription(
    'activity.stream.member',
    {},
    {
      onData: (event) => seen.push((event as { data: unknown }).data), // as `tracked` shapes it
      onError: (error) => ended.push(failureOf(error)?.appCode ?? error.cause?.name),
      onComplete: () => ended.push('complete'),
    },
  );
  return { seen, ended, leave: () => subscription.unsubscribe() };
}

describe('an open stream', () => {
  test('was asked for with the token in a header and tells what comes', async () => {
    await logIn('ann');
    const { seen, ended } = listen();
    await isOpen();
    standIn.events.tell('one');
    standIn.events.tell('two');
    await expect.poll(() => seen).toEqual(['one', 'two']);
    expect(ended).toEqual([]);
    const token = asked()[0]?.headers.authorization?.slice('Bearer '.length) ?? '';
    expect(standIn.tokens.get(token)).toBe(ann);
  });

  test('goes on behind the last event after its connection broke: nothing is lost, nothing told twice', async () => {
    await logIn('ann');
    const { seen } = listen();
    await isOpen();
    standIn.events.tell('one');
    await expect.poll(() => seen).toHaveLength(1);
    standIn.cutStreams();
    await expect.poll(() => standIn.events.waiting).toBe(0);
    standIn.events.tell('two');
    standIn.events.tell('three');
    await expect.poll(() => seen).toEqual(['one', 'two', 'three']);
    expect(asked().at(-1)?.headers['last-event-id']).toBe('1');
  });

  test('whose token expired meanwhile comes back with a fresh one, after one refresh', async () => {
    await logIn('ann');
    const { seen, ended } = listen();
    await isOpen();
    standIn.events.tell('one');
    await expect.poll(() => seen).toHaveLength(1);
    standIn.tokens.clear();
    standIn.cutStreams();
    standIn.events.tell('two');
    await expect.poll(() => seen).toEqual(['one', 'two']);
    expect([standIn.refreshes, logInsAsked, ended.length]).toEqual([1, 0, 0]);
  });

  test('that the server ends for its old token is opened again behind the last event', async () => {
    await logIn('ann');
    const { seen, ended } = listen();
    await isOpen();
    standIn.events.tell('one');
    await expect.poll(() => seen).toHaveLength(1);
    await isOpen();
    standIn.tokens.clear();
    standIn.events.refuse('TOKEN_EXPIRED');
    await isOpen();
    standIn.events.tell('two');
    await expect.poll(() => seen).toEqual(['one', 'two']);
    expect([standIn.refreshes, logInsAsked, ended.length]).toEqual([1, 0, 0]);
  });

  test('ends with the session that is revoked, and asks for a log-in once', async () => {
    await logIn('ann');
    const { ended } = listen();
    await isOpen();
    standIn.events.refuse('TOKEN_REVOKED');
    await expect.poll(() => ended).toEqual(['TOKEN_REVOKED']);
    expect([standIn.refreshes, logInsAsked, client.session.state]).toEqual([0, 1, 'anonymous']);
    expect(asked()).toHaveLength(1);
  });

  test('ends when the session cannot be refreshed any more', async () => {
    await logIn('ann');
    const { ended } = listen();
    await isOpen();
    standIn.tokens.clear();
    standIn.sessions.clear();
    standIn.cutStreams();
    await expect.poll(() => ended).toEqual(['TOKEN_EXPIRED']);
    expect([standIn.refreshes, logInsAsked]).toEqual([1, 1]);
  });

  test('of one member is not carried on as another', async () => {
    await logIn('ann');
    const { seen, ended } = listen();
    await isOpen();
    await logIn('bob');
    await expect.poll(() => ended).toEqual(['SupersededError']);
    await expect.poll(() => standIn.events.waiting).toBe(0);
    standIn.events.tell('for ann');
    expect([seen.length, client.session.memberId]).toEqual([0, bob]);
  });

  test('is closed at the server when nobody listens any more', async () => {
    await logIn('ann');
    const { seen, leave } = listen();
    await isOpen();
    leave();
    await expect.poll(() => standIn.events.waiting).toBe(0);
    standIn.events.tell('late');
    expect(seen).toEqual([]);
  });
});

describe('a stream that is not opened', () => {
  test('while the server is away is asked for again, as Retry-After says', async () => {
    await logIn('ann');
    let refusals = 0;
    standIn.beforeProcedure = (_request, reply) =>
      (refusals += 1) <= 2 ? reply.header('retry-after', '0').status(503).send('away') : undefined;
    const { seen } = listen();
    await isOpen();
    standIn.events.tell('one');
    await expect.poll(() => seen).toEqual(['one']);
    expect(asked()).toHaveLength(3);
  });

  test("asks a visitor to log in, and says why when it is no matter of one's token", async () => {
    const { ended } = listen();
    await expect.poll(() => ended).toEqual(['UNAUTHENTICATED']);
    expect(logInsAsked).toBe(1);
    await logIn('ann');
    standIn.beforeProcedure = (_request, reply) => reply.status(403).send(bodyOf('FORBIDDEN'));
    const refused = listen();
    await expect.poll(() => refused.ended).toEqual(['FORBIDDEN']);
    expect([asked().length, logInsAsked]).toEqual([2, 1]);
  });

  test('is not asked for when nobody waits for it any more', async () => {
    await logIn('ann');
    standIn.tokens.clear();
    const held = Promise.withResolvers<void>();
    const refreshing = Promise.withResolvers<void>();
    standIn.beforeRefresh = () => {
      refreshing.resolve();
      return held.promise;
    };
    const { leave, ended } = listen();
    await refreshing.promise;
    leave();
    held.resolve();
    await expect.poll(() => client.session.state).toBe('member');
    await client.api.timeline.feed.following.query({});
    expect([standIn.refreshes, asked().length, ended.length]).toEqual([1, 1, 0]);
  });
});
