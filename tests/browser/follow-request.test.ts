import { randomBytes } from 'node:crypto';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, password, type Someone, startNetwork } from '../src/network.ts';
import { createStores } from '../src/stores.ts';
import { openPage, readMessages, startBrowser } from './_browser.ts';

const stack = new AsyncDisposableStack();
let network: Network;
let browser: Browser;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(await startNetwork({ urls: stores.urls, pages: 'built' }));
  browser = stack.adopt(await startBrowser(), (running) => running.close());
}, 120_000);
afterAll(() => stack.disposeAsync());

test('an account closes, is asked by keyboard on a phone, approves, and is read', async () => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  const text = 'Only for those I know';
  await ann.api.content.post.create.mutate({ text, idempotencyKey: crypto.randomUUID() });

  const annsPage = await logIn(ann, '/settings/privacy');
  await annsPage.getByRole('radio', { name: /^Followers only/ }).check();
  await annsPage.getByRole('button', { name: say('privacy', 'save') }).click();
  await annsPage.getByText('Only your followers can see you.').waitFor();

  const bobsPage = await logIn(bob, `/@${ann.handle}`);
  await bobsPage.getByText(say('profile', 'restrictedFollowersTitle')).waitFor();
  expect(await bobsPage.getByText(text).count()).toBe(0);
  await press(bobsPage, say('profile', 'followName').replace('{name}', 'ann'));
  await bobsPage
    .getByRole('button', { name: say('profile', 'withdrawName').replace('{name}', 'ann') })
    .waitFor();

  await annsPage.goto('/connections/requests');
  await press(annsPage, say('connection', 'approveName').replace('{name}', 'bob'));
  await annsPage.getByText(say('connection', 'approved')).waitFor();

  await bobsPage.reload();
  await bobsPage.getByRole('article').filter({ hasText: text }).waitFor();
});

test('a handle is changed in the settings, and its old address leads to the new one', async () => {
  const say = await readMessages('en');
  const cat = await network.signUp('cat');
  const page = await logIn(cat, '/settings/profile');
  const field = page.getByRole('textbox', { name: say('profile-settings', 'handle'), exact: true });
  await field.fill('no');
  await page.getByRole('button', { name: say('profile-settings', 'handleSave') }).click();
  await page.getByText('This is too short.').waitFor();
  const handle = `cat_${randomBytes(4).toString('hex')}`;
  await field.fill(handle);
  await field.press('Enter');
  await page
    .getByText(say('profile-settings', 'handleSaved').replace('{handle}', handle))
    .waitFor();

  const visitor = await openPage(browser, {
    url: network.url,
    language: 'en',
    javaScriptEnabled: false,
  });
  await visitor.goto(`/@${cat.handle}`);
  expect(new URL(visitor.url()).pathname).toBe(`/@${handle}`);
});

/** Somebody's phone, at a page of theirs. */
async function logIn(person: Someone, path: string): Promise<Page> {
  const say = await readMessages('en');
  const viewport = { width: 320, height: 700 };
  const page = await openPage(browser, { url: network.url, language: 'en', viewport });
  await page.goto(`/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel(say('auth', 'email')).fill(person.email);
  await page.getByLabel(say('auth', 'password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: say('auth', 'logIn'), exact: true }).click();
  await page.waitForURL((url) => url.pathname === path);
  return page;
}

/** Presses a button by the keyboard alone. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
}
