import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ann, bob } from './_stand-in-router.ts';
import { bodyOf, startStandIn, type StandIn } from './_stand-in.ts';
import { failureOf } from './errors.ts';
import { createDailyfeed, type Dailyfeed, keepalive } from './index.ts';

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
const create = (key: string) =>
  client.api.content.post.create.mutate({ text: 'hello', idempotencyKey: key.padStart(8, '0') });
const following = () => client.api.timeline.feed.following.query({});
const recent = () => client.api.timeline.feed.recent.query({});
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => failureOf(error)?.appCode ?? 'NO_ANSWER',
  );
const expireTokens = () => standIn.tokens.clear();

describe('an expired token', () => {
  test('costs 100 operations at once one refresh; all succeed, each mutation once', async () => {
    await logIn('ann');
    expireTokens();
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => (index % 2 ? following() : create(String(index)))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
    expect(standIn.refreshes).toBe(1);
    expect([...standIn.created.values()]).toEqual(Array.from({ length: 50 }, () => 1));
    expect(standIn.ran['feed.following']).toBe(50);
  });

  test('in the middle of work is noticed by nobody: the next operation has the fresh one', async () => {
    await logIn('ann');
    expireTokens();
    await create('a');
    await create('b');
    expect(standIn.refreshes).toBe(1);
    expect([...standIn.created.values()]).toEqual([1, 1]);
    expect(client.session.state).toBe('member');
    expect(logInsAsked).toBe(0);
  });

  test('whose late 401 arrives after the refresh does not refresh again', async () => {
    await logIn('ann');
    expireTokens();
    const late = Promise.withResolvers<void>();
    let held = 0;
    standIn.beforeProcedure = ({ url }) => {
      if (url.startsWith('/api/content') && (held += 1) === 1) return late.promise;
      return undefined;
    };
    const slow = create('slow');
    await following();
    expect(standIn.refreshes).toBe(1);
    late.resolve();
    await slow;
    expect(standIn.refreshes).toBe(1);
    expect([...standIn.created.values()]).toEqual([1]);
  });

  test('answered so a second time asks for a log-in once, and every operation fails', async () => {
    await logIn('ann');
    standIn.beforeRefresh = (reply) => {
      const accessToken = standIn.issue(ann);
      expireTokens();
      return reply.send({ accessToken, expiresAt: new Date().toISOString() });
    };
    expireTokens();
    const codes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        codeOf(index % 2 ? following() : create(`${index}`)),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(['TOKEN_EXPIRED']));
    expect([logInsAsked, standIn.refreshes, standIn.created.size]).toEqual([1, 1, 0]);
    expect(client.session.state).toBe('anonymous');
  });

  test('of a session that ended asks for a log-in once', async () => {
    await logIn('ann');
    expireTokens();
    standIn.sessions.clear();
    const codes = await Promise.all([codeOf(following()), codeOf(create('a'))]);
    expect(codes).toEqual(['TOKEN_EXPIRED', 'TOKEN_EXPIRED']);
    expect([logInsAsked, standIn.refreshes, client.session.state]).toEqual([1, 1, 'anonymous']);
  });
});

describe('each operation is judged alone', () => {
  test('in a mixed batch only the refused one is replayed', async () => {
    await logIn('ann');
    const other = createDailyfeed({ baseUrl: standIn.url, fetch: withCookie(standIn) });
    // It holds no token yet, only the cookie.
    const [open, closed] = await Promise.all([
      other.api.timeline.feed.recent.query({}),
      other.api.timeline.feed.following.query({}),
    ]);
    expect([open, closed]).toEqual([
      { items: [], nextCursor: null },
      { items: [], nextCursor: null },
    ]);
    expect(standIn.ran).toMatchObject({ 'feed.recent': 1, 'feed.following': 2 });
    expect(standIn.refreshes).toBe(1);
    other.close();
  });

  test('a success that advises a refresh is not replayed; the refresh follows the work', async () => {
    await logIn('ann');
    const token = client.session;
    expect(token.state).toBe('member');
    standIn.adviseRefresh = true;
    await create('once');
    await expect.poll(() => standIn.refreshes).toBe(1);
    standIn.adviseRefresh = false;
    await create('twice');
    const sent = standIn.requests.filter(({ path }) => path.startsWith('/api/content'));
    expect(sent).toHaveLength(2);
    expect(sent[0]?.headers.authorization).not.toBe(sent[1]?.headers.authorization);
    expect([...standIn.created.values()]).toEqual([1, 1]);
  });

  test('a failure that is no matter of tokens is passed on, and nothing is replayed', async () => {
    expect(await codeOf(client.session.logIn({ email: 'no@example.org', password: 'x' }))).toBe(
      'CREDENTIALS_WRONG',
    );
    expect([standIn.refreshes, logInsAsked, standIn.ran['auth.logIn']]).toEqual([0, 0, 1]);
  });

  test('a visitor who asks for what is for members is asked to log in, each time', async () => {
    expect(await codeOf(create('a'))).toBe('UNAUTHENTICATED');
    expect(await codeOf(create('b'))).toBe('UNAUTHENTICATED');
    expect([standIn.refreshes, logInsAsked]).toEqual([0, 2]);
  });
});

describe('a refresh that gets no answer', () => {
  test('is tried again and is not a log-out', async () => {
    await logIn('ann');
    expireTokens();
    standIn.beforeRefresh = (reply) => {
      if (standIn.refreshes === 1) reply.raw.destroy();
    };
    await create('a');
    expect(standIn.refreshes).toBe(2);
    expect([client.session.state, logInsAsked]).toEqual(['member', 0]);
  });

  test('waits as long as it is told to, and in the end fails the operation, not the session', async () => {
    await logIn('ann');
    expireTokens();
    standIn.beforeRefresh = (reply) =>
      reply.header('retry-after', '0').status(503).send(bodyOf('UPSTREAM_UNAVAILABLE'));
    expect(await codeOf(create('a'))).toBe('NO_ANSWER');
    expect(standIn.refreshes).toBe(4);
    expect([client.session.state, logInsAsked]).toEqual(['member', 0]);
    standIn.beforeRefresh = () => undefined;
    await create('a');
    expect([...standIn.created.values()]).toEqual([1]);
  });
});

describe('an operation nobody waits for any more', () => {
  test('is not replayed after the refresh it waited for', async () => {
    await logIn('ann');
    expireTokens();
    const held = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    standIn.beforeRefresh = () => {
      asked.resolve();
      return held.promise;
    };
    const leaving = new AbortController();
    const left = client.api.timeline.feed.following.query({}, { signal: leaving.signal });
    const stays = create('stays');
    await asked.promise;
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    held.resolve();
    await stays;
    expect(standIn.ran['feed.following']).toBeUndefined();
    expect(standIn.refreshes).toBe(1);
  });

  test('of somebody who logged out is not carried out for whoever logs in next', async () => {
    await logIn('ann');
    expireTokens();
    const held = Promise.withResolvers<void>();
    let isFirst = true;
    standIn.beforeProcedure = ({ url }) => {
      if (!url.startsWith('/api/content') || !isFirst) return undefined;
      isFirst = false;
      return held.promise;
    };
    const late = codeOf(create('of ann'));
    await logIn('bob');
    held.resolve();
    expect(await late).toBe('TOKEN_EXPIRED');
    expect([standIn.created.size, logInsAsked, client.session.memberId]).toEqual([0, 0, bob]);
  });
});

test('what a page may be left with, refused late for want of its session, ends no later one', async () => {
  const send = (idempotencyKey: string) =>
    client.api.content.post.create.mutate({ text: 'x', idempotencyKey }, { context: keepalive });
  await logIn('ann');
  const late = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  standIn.beforeProcedure = async ({ url }, reply) => {
    if (!url.startsWith('/api/content') || client.session.memberId !== ann) return;
    asked.resolve();
    await late.promise;
    void reply.status(401).send(bodyOf('TOKEN_REVOKED'));
  };
  const refused = codeOf(send('of ann'));
  await asked.promise;
  await logIn('bob');
  await send('of bob');
  late.resolve();
  expect(await refused).toBe('TOKEN_REVOKED');
  expect([logInsAsked, client.session.memberId]).toEqual([0, bob]);
});

describe('an answer that is not ours', () => {
  test.each([
    ['an empty 401 with the way out in its header', '', 'text/plain'],
    ['a problem document', '{"status":401}', 'application/problem+json'],
    ['a page', '<html>', 'text/html'],
  ])('still says what to do: %s', async (_what, body, type) => {
    await logIn('ann');
    let isFirst = true;
    standIn.beforeProcedure = (_request, reply) => {
      if (!isFirst) return undefined;
      isFirst = false;
      return reply.header('x-token-refresh-needed', 'true').type(type).status(401).send(body);
    };
    await create('a');
    expect([standIn.refreshes, standIn.created.size]).toEqual([1, 1]);
  });

  test.each([
    [502, 'UPSTREAM_FAILED'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [429, 'RATE_LIMITED'],
    [200, 'UPSTREAM_FAILED'],
  ])('has a code that can be shown: a page with %i is %s', async (status, code) => {
    standIn.beforeProcedure = (_request, reply) =>
      reply.type('text/html').status(status).send('<p>');
    expect(await codeOf(recent())).toBe(code);
  });
});

describe('Retry-After', () => {
  test('of a moment is waited for by a query, and left to the person by a mutation', async () => {
    await logIn('ann');
    let refusals = 0;
    standIn.beforeProcedure = (_request, reply) =>
      (refusals += 1) <= 1 ? reply.status(429).send(bodyOf('RATE_LIMITED', 0)) : undefined;
    expect(await codeOf(recent())).toBe('ok');
    refusals = 0;
    expect(await codeOf(create('a'))).toBe('RATE_LIMITED');
  });

  test('that is long is passed on', async () => {
    standIn.beforeProcedure = (_request, reply) =>
      reply.status(429).send(bodyOf('RATE_LIMITED', 60));
    await expect(recent()).rejects.toMatchObject({ data: { retryAfterSeconds: 60 } });
  });
});

test('outside a browser it says its origin and keeps its cookie', async () => {
  await logIn('ann');
  expireTokens();
  await create('a');
  const refresh = standIn.requests.find(({ path }) => path === '/api/token/refresh');
  expect(refresh?.headers).toMatchObject({
    origin: standIn.url,
    cookie: expect.stringContaining(`refresh=${ann}-0`),
  });
});

test('a batch never spans services and never holds more than 20 operations', async () => {
  await logIn('ann');
  standIn.requests.length = 0;
  await Promise.all([
    ...Array.from({ length: 45 }, recent),
    ...Array.from({ length: 45 }, (_, index) => create(`${index}`)),
  ]);
  const sizes = standIn.requests.map(({ path }) => path.split('?')[0]?.split(',').length ?? 0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
  expect(standIn.requests.length).toBeLessThanOrEqual(6);
  expect([...standIn.created.values()].every((times) => times === 1)).toBe(true);
});

/** A fetch whose requests carry the session's cookie, as a browser's would. */
function withCookie(server: StandIn): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('cookie', `refresh=${[...server.sessions.keys()].at(-1)}`);
    return fetch(input, { ...init, headers });
  };
}
