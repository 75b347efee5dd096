import { once } from 'node:events';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { following, logIn, startStandInBrowser, type StandInBrowser } from './_stand-in-browser.ts';
import { ann, bob } from './_stand-in-router.ts';
import type { StandIn } from './_stand-in.ts';

let browser: StandInBrowser;
let standIn: StandIn;

beforeEach(async () => {
  browser = await startStandInBrowser();
  ({ standIn } = browser);
});
afterEach(() => browser[Symbol.asyncDispose]());

test('a log-out the server does not hear of is reported and changes nothing', async () => {
  const tab = browser.openTab();
  await logIn(tab, 'ann');
  standIn.beforeProcedure = (_request, reply) => reply.status(503).send('away');
  await expect(tab.session.logOut()).rejects.toThrow('503');
  expect(tab.session.state).toBe('member');
});

test('a log-out that is not answered is reported, and changes nothing', async () => {
  const tab = browser.openTab();
  await logIn(tab, 'ann');
  const limit = new AbortController();
  using timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  standIn.beforeProcedure = () => {
    asked.resolve();
    return held.promise;
  };
  const leaving = tab.session.logOut();
  void asked.promise.then(() => limit.abort(new Error('too late')));
  await expect(leaving).rejects.toThrow('too late');
  held.resolve();
  expect(timeout).toHaveBeenCalledExactlyOnceWith(10_000);
  expect(tab.session.state).toBe('member');
});

describe('who logs in in another tab while a log-out is under way stays logged in', () => {
  async function openTwo() {
    const [here, there] = [browser.openTab(), browser.openTab()];
    await logIn(here, 'ann');
    await expect.poll(() => there.session.memberId).toBe(ann);
    const enter = async () => {
      await logIn(there, 'bob');
      await expect.poll(() => here.session.memberId).toBe(bob);
    };
    return { here, enter };
  }

  test('before it has been sent: then it is not', async () => {
    const { here, enter } = await openTwo();
    here.session.beforeLogOut(enter);
    await expect(here.session.logOut()).rejects.toThrow('Somebody else has logged in');
    expect(browser.states()).toEqual([
      ['member', bob],
      ['member', bob],
    ]);
    expect(standIn.ran['auth.logOut']).toBeUndefined();
    await here.session.logOut();
    expect(here.session.state).toBe('anonymous');
  });

  test('while it is answered: then they wait for that, and their cookie stays', async () => {
    const { here, enter } = await openTwo();
    const entering = Promise.withResolvers<void>();
    const answered: string[] = [];
    standIn.beforeProcedure = async ({ url }) => {
      if (!url.includes('auth.logOut')) return void answered.push(url);
      entering.resolve(enter());
      // Whatever the other tab can send before this is answered is sent.
      for (let turn = 0; turn < 5; turn += 1)
        await fetch(`${standIn.url}/api/timeline/feed.recent`);
      answered.push(url);
    };
    await here.session.logOut();
    await entering.promise;
    expect(answered.at(-1)).toContain('auth.logIn');
    expect(browser.states()).toEqual([
      ['member', bob],
      ['member', bob],
    ]);
    expect(await whoIsThereNext()).toEqual(['member', bob]);
  });

  test('before it has been sent, and this tab has not heard of it', async () => {
    const here = browser.openTab();
    await logIn(here, 'ann');
    browser.rememberSession(bob);
    await here.session.logOut();
    expect(here.session.state).toBe('anonymous');
    expect(await whoIsThereNext()).toEqual(['member', bob]);
  });

  test.each([
    ['somebody else is said to have logged out', { memberId: ann }, ['member', bob]],
    ['they are', { memberId: bob }, ['anonymous', null]],
    ['an older tab does not say who', {}, ['anonymous', null]],
  ])('their tab has heard of the log-in first: %s', async (_case, told, state) => {
    const there = browser.openTab();
    await logIn(there, 'bob');
    const channel = new BroadcastChannel('dailyfeed-session');
    const answered = once(channel, 'message');
    channel.postMessage({ kind: 'signed-out', ...told });
    // Answered in its turn, behind that.
    channel.postMessage({ kind: 'wanted', stale: null });
    await answered;
    channel.close();
    expect([there.session.state, there.session.memberId]).toEqual(state);
  });
});

describe('who logs out everywhere is told whether that was done', () => {
  test('another tab has logged out before it was sent: it was not', async () => {
    const here = await openOvertaken();
    await expect(here.session.logOutEverywhere()).rejects.toThrow('The session has changed');
    expect(standIn.ran['auth.logOutEverywhere']).toBeUndefined();
  });

  test('the session has ended already: it was refused', async () => {
    const tab = browser.openTab();
    await logIn(tab, 'ann');
    standIn.tokens.clear();
    standIn.sessions.clear();
    await expect(tab.session.logOutEverywhere()).rejects.toThrow('TOKEN_EXPIRED');
    expect(tab.session.state).toBe('anonymous');
    expect(browser.logInsAsked).toBe(0);
  });

  test('it was done', async () => {
    const tab = browser.openTab();
    await logIn(tab, 'ann');
    await tab.session.logOutEverywhere();
    expect([tab.session.state, standIn.sessions.size]).toEqual(['anonymous', 0]);
  });
});

test('a log-out that another tab was quicker with is done', async () => {
  const here = await openOvertaken();
  await here.session.logOut();
  expect(standIn.ran['auth.logOut']).toBe(1);
});

test('what is to be done before a log-out has been done by then, also where it fails', async () => {
  const tab = browser.openTab();
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
  const tab = browser.openTab();
  await logIn(tab, 'ann');
  tab.session.beforeLogOut(() => new Promise(() => undefined));
  await tab.session.logOut();
  expect([tab.session.state, standIn.ran['auth.logOut']]).toEqual(['anonymous', 1]);
});

test('what is to be done before a log-out and is refused for want of a session asks for no log-in', async () => {
  const tab = browser.openTab();
  await logIn(tab, 'ann');
  tab.session.beforeLogOut(() => following(tab));
  standIn.tokens.clear();
  standIn.sessions.clear();
  await tab.session.logOut();
  expect([tab.session.state, browser.logInsAsked]).toEqual(['anonymous', 0]);
  // Whoever goes on after that is asked again.
  await following(tab).catch(() => undefined);
  expect(browser.logInsAsked).toBe(1);
});

test('a log-out from a session that has ended already succeeds', async () => {
  const tab = browser.openTab();
  await logIn(tab, 'ann');
  standIn.tokens.clear();
  standIn.sessions.clear();
  await tab.session.logOut();
  expect(tab.session.state).toBe('anonymous');
});

test('what a refresh brings after a log-out is not taken over', async () => {
  const tab = browser.openTab();
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

/** A member's tab before whose log-out another tab has logged out. */
async function openOvertaken() {
  const [here, there] = [browser.openTab(), browser.openTab()];
  await logIn(here, 'ann');
  await expect.poll(() => there.session.memberId).toBe(ann);
  here.session.beforeLogOut(async () => {
    await there.session.logOut();
    await expect.poll(() => here.session.state).toBe('anonymous');
  });
  return here;
}

/** Whom a page finds that is opened when all others are closed: by the cookie alone. */
async function whoIsThereNext(): Promise<(string | null)[]> {
  for (const tab of browser.tabs) tab.close();
  const { session } = browser.openTab();
  await session.start();
  return [session.state, session.memberId];
}
