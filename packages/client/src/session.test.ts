import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ann, bob } from './_stand-in-router.ts';
import { startStandIn, type StandIn } from './_stand-in.ts';
import type { Browser } from './browser.ts';
import { createCookieJar } from './cookie-jar.ts';
import { createClient, type Dailyfeed } from './dailyfeed.ts';

// Tabs of one browser: one cookie jar, and Node's own locks and channels, which are those of the web.

let standIn: StandIn;
let tabs: Dailyfeed[];
let jar: ReturnType<typeof createCookieJar>;
let logInsAsked: number;

beforeEach(async () => {
  standIn = await startStandIn();
  tabs = [];
  jar = createCookieJar();
  logInsAsked = 0;
});
afterEach(async () => {
  for (const tab of tabs) tab.close();
  await standIn[Symbol.asyncDispose]();
});

function openTab(
  options: { locks?: 'none'; begunRefresh?: () => Promise<Response | undefined> } = {},
): Dailyfeed {
  const browser: Browser = {
    cookies: () => jar.header(),
    locks: options.locks === 'none' ? undefined : navigator.locks,
    openChannel: (name) => new BroadcastChannel(name),
  };
  const tab = createClient(
    {
      onLogInRequired: () => {
        logInsAsked += 1;
      },
      baseUrl: standIn.url,
      fetch: async (address, init) => {
        const headers = new Headers(init?.headers);
        headers.set('cookie', jar.header());
        const answer = await fetch(address, { ...init, headers });
        jar.store(answer.headers.getSetCookie());
        return answer;
      },
      ...(options.begunRefresh && { begunRefresh: options.begunRefresh }),
    },
    browser,
  );
  tabs.push(tab);
  return tab;
}

/** A browser in which somebody logged in some time ago. */
function rememberSession(memberId: string): void {
  standIn.sessions.set('kept', memberId);
  jar.store(['refresh=kept', 'signed-in=1']);
}

const logIn = (tab: Dailyfeed, name: string) =>
  tab.session.logIn({ email: `${name}@example.org`, password: 'password' });
const following = (tab: Dailyfeed) => tab.api.timeline.feed.following.query({});
const states = () => tabs.map(({ session }) => [session.state, session.memberId]);

describe('a new page', () => {
  test("without the hint is a visitor's, and nothing is asked for", async () => {
    expect(await openTab().session.start()).toBe('anonymous');
    expect(standIn.requests).toEqual([]);
  });

  test("with the hint is its member's after one refresh, and queries wait for that", async () => {
    rememberSession(ann);
    const tab = openTab();
    expect(tab.session.state).toBe('unknown');
    await Promise.all([following(tab), following(tab), tab.session.start()]);
    expect(states()).toEqual([['member', ann]]);
    expect(standIn.refreshes).toBe(1);
    expect(standIn.ran['feed.following']).toBe(2);
  });

  test("with a hint that is no longer true is a visitor's, without being led away", async () => {
    jar.store(['signed-in=1', 'refresh=dead']);
    expect(await openTab().session.start()).toBe('anonymous');
    expect(logInsAsked).toBe(0);
  });

  test('that cannot ask stays undecided and can ask again', async () => {
    rememberSession(ann);
    standIn.beforeRefresh = (reply) => reply.header('retry-after', '0').status(503).send({});
    const tab = openTab();
    await expect(tab.session.start()).rejects.toThrow('503');
    expect(tab.session.state).toBe('unknown');
    standIn.beforeRefresh = () => undefined;
    expect(await tab.session.start()).toBe('member');
  });

  test('takes the token of another tab before it refreshes', async () => {
    rememberSession(ann);
    await openTab().session.start();
    await openTab().session.start();
    expect(states()).toEqual([
      ['member', ann],
      ['member', ann],
    ]);
    expect(standIn.refreshes).toBe(1);
  });
});

describe('a page that has sent a refresh before its client came', () => {
  const refresh = () =>
    fetch(`${standIn.url}/api/token/refresh`, {
      method: 'POST',
      headers: { cookie: jar.header() },
    });

  test('goes on with its answer, and hands the token on', async () => {
    rememberSession(ann);
    const there = openTab();
    await openTab({ begunRefresh: refresh }).session.start();
    // Told, without asking.
    await expect.poll(() => there.session.memberId).toBe(ann);
    await openTab().session.start();
    expect(states()).toEqual(Array.from({ length: 3 }, () => ['member', ann]));
    expect(standIn.refreshes).toBe(1);
  });

  test('refreshes by its client when it brought nothing, or could not be sent', async () => {
    rememberSession(ann);
    await openTab({ begunRefresh: async () => undefined }).session.start();
    for (const tab of tabs) tab.close();
    await openTab({ begunRefresh: () => Promise.reject(new Error('offline')) }).session.start();
    standIn.beforeRefresh = (reply) => reply.status(503).send({});
    const busy = await refresh();
    standIn.beforeRefresh = () => undefined;
    for (const tab of tabs) tab.close();
    await openTab({ begunRefresh: async () => busy }).session.start();
    expect(states()).toEqual(Array.from({ length: 3 }, () => ['member', ann]));
  });

  test("is a visitor's when that has ended the session", async () => {
    jar.store(['signed-in=1', 'refresh=dead']);
    expect(await openTab({ begunRefresh: refresh }).session.start()).toBe('anonymous');
    expect([standIn.refreshes, logInsAsked]).toEqual([1, 0]);
  });

  test('is that of whoever logs in meanwhile', async () => {
    rememberSession(ann);
    const begun = Promise.withResolvers<Response>();
    const tab = openTab({ begunRefresh: () => begun.promise });
    const started = tab.session.start();
    await logIn(tab, 'bob');
    rememberSession(ann);
    begun.resolve(await refresh());
    await started;
    expect(tab.session.memberId).toBe(bob);
  });
});

describe('five tabs', () => {
  test('opened at once refresh once', async () => {
    rememberSession(ann);
    await Promise.all(Array.from({ length: 5 }, () => openTab().session.start()));
    expect(states()).toEqual(Array.from({ length: 5 }, () => ['member', ann]));
    expect(standIn.refreshes).toBe(1);
  });

  test('whose token expired refresh once', async () => {
    rememberSession(ann);
    await Promise.all(Array.from({ length: 5 }, () => openTab().session.start()));
    standIn.tokens.clear();
    await Promise.all(tabs.map(following));
    expect(standIn.refreshes).toBe(2);
    expect(logInsAsked).toBe(0);
  });

  test('without locks all stay logged in; the server answers each', async () => {
    rememberSession(ann);
    await Promise.all(Array.from({ length: 5 }, () => openTab({ locks: 'none' }).session.start()));
    expect(new Set(states().flat())).toEqual(new Set(['member', ann]));
  });

  test('are logged in together and logged out together', async () => {
    for (let index = 0; index < 5; index += 1) await openTab().session.start();
    const [first, , third] = tabs;
    if (!first || !third) throw new Error('No tabs');
    await logIn(first, 'ann');
    await expect.poll(states).toEqual(Array.from({ length: 5 }, () => ['member', ann]));
    await third.session.logOut();
    await expect.poll(states).toEqual(Array.from({ length: 5 }, () => ['anonymous', null]));
    expect(logInsAsked).toBe(0);
  });
});

test('whoever logs in next is announced, and each change only once', async () => {
  const tab = openTab();
  await tab.session.start();
  const seen: unknown[] = [];
  const unsubscribe = tab.session.subscribe(() => seen.push(tab.session.memberId));
  await logIn(tab, 'ann');
  standIn.tokens.clear();
  await following(tab);
  await logIn(tab, 'bob');
  unsubscribe();
  await tab.session.logOut();
  expect(seen).toEqual([ann, bob]);
});

test('a session left in the cookie by a log-in elsewhere is taken over by all tabs, whoever was there before', async () => {
  const [here, there] = [openTab(), openTab()];
  await logIn(here, 'ann');
  await expect.poll(() => there.session.memberId).toBe(ann);
  rememberSession(bob);
  await here.session.resume();
  expect(here.session.memberId).toBe(bob);
  await expect.poll(() => there.session.memberId).toBe(bob);
});

test('without a session in the cookie there is nothing to take over', async () => {
  const tab = openTab();
  await expect(tab.session.resume()).rejects.toThrow('ended');
  expect(logInsAsked).toBe(0);
});

test('a log-out the server does not hear of is reported and changes nothing', async () => {
  const tab = openTab();
  await logIn(tab, 'ann');
  standIn.beforeProcedure = (_request, reply) => reply.status(503).send('away');
  await expect(tab.session.logOut()).rejects.toThrow('503');
  expect(tab.session.state).toBe('member');
});

test('what is to be done before a log-out has been done by then, also where it fails', async () => {
  const tab = openTab();
  await tab.session.logIn({ email: 'ann@example.org', password: 'password' });
  const done: string[] = [];
  const end = tab.session.beforeLogOut(() => Promise.resolve(done.push('ended')));
  tab.session.beforeLogOut(() => Promise.reject(new Error('no')));
  tab.session.beforeLogOut(async () => {
    await tab.api.timeline.feed.following.query({});
    done.push(tab.session.state);
  });
  end();
  await tab.session.logOut();
  expect(done).toEqual(['member']);
  expect(tab.session.state).toBe('anonymous');
});

test('a log-out waits for what is to be done before it, but not for what takes too long', async () => {
  const tab = openTab();
  await logIn(tab, 'ann');
  tab.session.beforeLogOut(() => new Promise(() => undefined));
  await tab.session.logOut();
  expect([tab.session.state, standIn.ran['auth.logOut']]).toEqual(['anonymous', 1]);
});

test('what is to be done before a log-out and is refused for want of a session asks for no log-in', async () => {
  const tab = openTab();
  await logIn(tab, 'ann');
  tab.session.beforeLogOut(() => following(tab));
  standIn.tokens.clear();
  standIn.sessions.clear();
  await tab.session.logOut();
  expect([tab.session.state, logInsAsked]).toEqual(['anonymous', 0]);
  // Whoever goes on after that is asked again.
  await following(tab).catch(() => undefined);
  expect(logInsAsked).toBe(1);
});

test('a log-out from a session that has ended already succeeds', async () => {
  const tab = openTab();
  await logIn(tab, 'ann');
  standIn.tokens.clear();
  standIn.sessions.clear();
  await tab.session.logOut();
  expect(tab.session.state).toBe('anonymous');
});

test('what a refresh brings after a log-out is not taken over', async () => {
  const tab = openTab();
  await logIn(tab, 'ann');
  const held = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  standIn.beforeRefresh = () => {
    asked.resolve();
    return held.promise;
  };
  standIn.adviseRefresh = true;
  await following(tab);
  await asked.promise;
  standIn.adviseRefresh = false;
  await tab.session.logOut();
  held.resolve();
  await expect.poll(() => standIn.refreshes).toBe(1);
  expect(tab.session.state).toBe('anonymous');
});
