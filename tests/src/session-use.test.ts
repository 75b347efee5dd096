import { type Proxy, startProxy } from '@dailyfeed/dev-infra/proxy';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, password, startNetwork } from './network.ts';
import { createStores } from './stores.ts';
import { until } from './until.ts';

// A refresh token counts as arrived once the access token beside it is seen, at whichever door.

const stack = new AsyncDisposableStack();
let network: Network;
let redis: Proxy;
let memberDatabase: Proxy;
const lines: string[] = [];
let aheadMs = 0;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  redis = stack.use(await startProxy(stores.urls.REDIS_URL));
  memberDatabase = stack.use(await startProxy(stores.urls.MEMBER_DATABASE_URL));
  network = stack.use(
    await startNetwork({
      urls: { ...stores.urls, REDIS_URL: redis.url, MEMBER_DATABASE_URL: memberDatabase.url },
      now: () => new Date(Date.now() + aheadMs),
      onLogLine: (line) => lines.push(line),
    }),
  );
});
afterAll(() => stack.disposeAsync());

const doors = ['gateway', 'content', 'timeline', 'activity'] as const;
type Door = (typeof doors)[number];

test.each(doors)(
  '20 s after its successor was first used at %s, a refresh token ends its session',
  async (door) => {
    const first = await logIn();
    const second = await refresh(first.cookie);
    expect(second.status).toBe(200);
    await expectNoticed(first, second, door);
    expect(await refresh(second.cookie)).toMatchObject({ status: 401, relogin: 'true' });
  },
);

test('without its successor in use, a refresh token is answered again however late', async () => {
  const first = await logIn();
  expect(await use('gateway', first.authorization)).toBe(true);
  await refresh(first.cookie);
  aheadMs += 60_000;
  expect(await refresh(first.cookie)).toMatchObject({ status: 200 });
});

test('a use that Redis did not carry is told again with the next request', async () => {
  const first = await logIn();
  const second = await refresh(first.cookie);
  redis.set('refuse');
  expect(await use('gateway', second.authorization)).toBe(true);
  aheadMs += 21_000;
  expect(await refresh(first.cookie)).toMatchObject({ status: 200 });
  redis.set('pass');
  await expectNoticed(first, second);
});

test('a use that member heard of and could not note is told again', async () => {
  const first = await logIn();
  const second = await refresh(first.cookie);
  memberDatabase.set('refuse');
  const log = async (): Promise<string> => {
    expect(await use('gateway', second.authorization)).toBe(true);
    return lines.join('');
  };
  await expect.poll(log, { timeout: 60_000 }).toContain('use of a session not noted');
  memberDatabase.set('pass');
  await expectNoticed(first, second);
});

/** The successor is used until member knows; the token before it is then one that somebody copied. */
async function expectNoticed(first: Answer, second: Answer, door: Door = 'gateway'): Promise<void> {
  // The token is used at one time, or it would expire before a slow machine has found its stores again; the refreshes
  // come later each, since the use may be noted as late as the one before.
  const usedAheadMs = aheadMs;
  let turns = 0;
  const reused = await until(
    async () => {
      aheadMs = usedAheadMs;
      expect(await use(door, second.authorization)).toBe(true);
      turns += 1;
      aheadMs = usedAheadMs + turns * 21_000;
      return refresh(first.cookie);
    },
    ({ status }) => status === 401,
    // A use is told again after 5 s.
    90_000,
  );
  expect(reused.relogin).toBe('true');
}

type Answer = { status: number; authorization: string; cookie: string; relogin: string | null };

async function logIn(): Promise<Answer> {
  const { email } = await network.signUp('ann');
  return toAnswer(
    await fetch(`${network.url}/api/member/auth.logIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  );
}

async function refresh(cookie: string): Promise<Answer> {
  const headers = { origin: network.url, cookie };
  return toAnswer(await fetch(`${network.url}/api/token/refresh`, { method: 'POST', headers }));
}

/** Whether the token opens the door. */
async function use(door: Door, authorization: string): Promise<boolean> {
  const address = {
    gateway: `${network.url}/api/timeline/feed.following`,
    // Has mutations only: a token that is good gets as far as "wrong method".
    content: `${network.contentUrl}/trpc/post.create`,
    timeline: `${network.timelineUrl}/trpc/feed.following`,
    activity: `${network.activityUrl}/trpc/activity.mine`,
  }[door];
  const { status } = await fetch(`${address}?input=%7B%7D`, { headers: { authorization } });
  return status !== 401;
}

function toAnswer({ status, headers }: Response): Answer {
  return {
    status,
    authorization: headers.get('authorization') ?? '',
    cookie: headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; '),
    relogin: headers.get('x-relogin-required'),
  };
}
