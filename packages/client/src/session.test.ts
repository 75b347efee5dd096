import { afterEach, beforeEach, describe, expect, test } from 'vitest';

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

describe('a new page', () => {
  test("without the hint is a visitor's, and nothing is asked for", async () => {
    expect(await browser.openTab().session.start()).toBe('anonymous');
    expect(standIn.requests).toEqual([]);
  });

  test("with the hint is its member's after one refresh, and queries wait for that", async () => {
    browser.rememberSession(ann);
    const tab = browser.openTab();
    expect(tab.session.state).toBe('unknown');
    await Promise.all([following(tab), following(tab), tab.session.start()]);
    expect(browser.states()).toEqual([['member', ann]]);
    expect(standIn.refreshes).toBe(1);
    expect(standIn.ran['feed.following']).toBe(2);
  });

  test("with a hint that is no longer true is a visitor's, without being led away", async () => {
    browser.jar.store(['signed-in=1', 'refresh=dead']);
    expect(await browser.openTab().session.start()).toBe('anonymous');
    expect(browser.logInsAsked).toBe(0);
  });

  test('that cannot ask stays undecided and can ask again', async () => {
    browser.rememberSession(ann);
    standIn.beforeRefresh = (reply) => reply.header('retry-after', '0').status(503).send({});
    const tab = browser.openTab();
    await expect(tab.session.start()).rejects.toThrow('503');
    expect(tab.session.state).toBe('unknown');
    standIn.beforeRefresh = () => undefined;
    expect(await tab.session.start()).toBe('member');
  });

  test('takes the token of another tab before it refreshes', async () => {
    browser.rememberSession(ann);
    await browser.openTab().session.start();
    await browser.openTab().session.start();
    expect(browser.states()).toEqual([
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
      headers: { cookie: browser.jar.header() },
    });

  test('goes on with its answer, and hands the token on', async () => {
    browser.rememberSession(ann);
    const there = browser.openTab();
    await browser.openTab({ begunRefresh: refresh }).session.start();
    // Told, without asking.
    await expect.poll(() => there.session.memberId).toBe(ann);
    await browser.openTab().session.start();
    expect(browser.states()).toEqual(Array.from({ length: 3 }, () => ['member', ann]));
    expect(standIn.refreshes).toBe(1);
  });

  test('refreshes by its client when it brought nothing, or could not be sent', async () => {
    browser.rememberSession(ann);
    await browser.openTab({ begunRefresh: async () => undefined }).session.start();
    for (const tab of browser.tabs) tab.close();
    await browser
      .openTab({ begunRefresh: () => Promise.reject(new Error('offline')) })
      .session.start();
    standIn.beforeRefresh = (reply) => reply.status(503).send({});
    const busy = await refresh();
    standIn.beforeRefresh = () => undefined;
    for (const tab of browser.tabs) tab.close();
    await browser.openTab({ begunRefresh: async () => busy }).session.start();
    expect(browser.states()).toEqual(Array.from({ length: 3 }, () => ['member', ann]));
  });

  test("is a visitor's when that has ended the session", async () => {
    browser.jar.store(['signed-in=1', 'refresh=dead']);
    expect(await browser.openTab({ begunRefresh: refresh }).session.start()).toBe('anonymous');
    expect([standIn.refreshes, browser.logInsAsked]).toEqual([1, 0]);
  });

  test('is that of whoever logs in meanwhile', async () => {
    browser.rememberSession(ann);
    const begun = Promise.withResolvers<Response>();
    const tab = browser.openTab({ begunRefresh: () => begun.promise });
    const started = tab.session.start();
    await logIn(tab, 'bob');
    browser.rememberSession(ann);
    begun.resolve(await refresh());
    await started;
    expect(tab.session.memberId).toBe(bob);
  });
});

describe('five tabs', () => {
  test('opened at once refresh once', async () => {
    browser.rememberSession(ann);
    await Promise.all(Array.from({ length: 5 }, () => browser.openTab().session.start()));
    expect(browser.states()).toEqual(Array.from({ length: 5 }, () => ['member', ann]));
    expect(standIn.refreshes).toBe(1);
  });

  test('whose token expired refresh once', async () => {
    browser.rememberSession(ann);
    await Promise.all(Array.from({ length: 5 }, () => browser.openTab().session.start()));
    standIn.tokens.clear();
    await Promise.all(browser.tabs.map(following));
    expect(standIn.refreshes).toBe(2);
    expect(browser.logInsAsked).toBe(0);
  });

  test('without locks all stay logged in; the server answers each', async () => {
    browser.rememberSession(ann);
    await Promise.all(
      Array.from({ length: 5 }, () => browser.openTab({ locks: 'none' }).session.start()),
    );
    expect(new Set(browser.states().flat())).toEqual(new Set(['member', ann]));
  });

  test.each([{}, { locks: 'none' }] as const)(
    'are logged in together and logged out together (%o)',
    async (options) => {
      for (let index = 0; index < 5; index += 1) await browser.openTab(options).session.start();
      const [first, , third] = browser.tabs;
      if (!first || !third) throw new Error('No tabs');
      await logIn(first, 'ann');
      await expect
        .poll(() => browser.states())
        .toEqual(Array.from({ length: 5 }, () => ['member', ann]));
      await third.session.logOut();
      await expect
        .poll(() => browser.states())
        .toEqual(Array.from({ length: 5 }, () => ['anonymous', null]));
      expect(browser.logInsAsked).toBe(0);
    },
  );
});

test('whoever logs in next is announced, and each change only once', async () => {
  const tab = browser.openTab();
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
  const [here, there] = [browser.openTab(), browser.openTab()];
  await logIn(here, 'ann');
  await expect.poll(() => there.session.memberId).toBe(ann);
  browser.rememberSession(bob);
  await here.session.resume();
  expect(here.session.memberId).toBe(bob);
  await expect.poll(() => there.session.memberId).toBe(bob);
});

test('without a session in the cookie there is nothing to take over', async () => {
  const tab = browser.openTab();
  await expect(tab.session.resume()).rejects.toThrow('ended');
  expect(browser.logInsAsked).toBe(0);
});
