import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { intercept, type Language, logIn, readMessages, test } from './_browser.ts';

/** Keeps the scripts of the page back until they are let go, or only those that have this in their text. */
async function withholdScripts(page: Page, withText?: RegExp): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route('**/*.js', async (route) => {
    if (!withText || withText.test(await (await route.fetch()).text())) await held.promise;
    await route.continue();
  });
  return held.resolve;
}

test.for<Language>(['en', 'ko'])(
  'who fills in and sends a form before its scripts have come is logged in once they have (%s)',
  async (language, { site }) => {
    const say = await readMessages(language);
    const ann = await site.network.signUp('ann');
    await ann.api.member.profile.update.mutate({ language });
    const page = await site.open({ language, viewport: { width: 320, height: 640 } });
    const letGo = await withholdScripts(page);
    await page.goto('/login?next=%2Fdiscover', { waitUntil: 'commit' });
    await logIn(page, say, ann);
    // Nothing is sent, and nothing is lost, by an impatient second press.
    await page.getByLabel(say('auth', 'password'), { exact: true }).press('Enter');
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(await page.getByLabel(say('auth', 'email')).inputValue()).toBe(ann.email);
    letGo();
    await page.waitForURL((url) => url.pathname === '/discover');
  },
);

test('a syllable that is being composed while the scripts come is whole, and the caret stays where it is', async ({
  site,
}) => {
  const say = await readMessages('ko');
  const page = await site.open({ language: 'ko' });
  const letGo = await withholdScripts(page);
  await page.goto('/signup', { waitUntil: 'commit' });
  const email = page.getByLabel(say('auth', 'email'));
  await email.fill('hana@example.com');
  const name = page.getByLabel(say('auth', 'displayName'));
  await name.fill('하늘');
  await name.press('ArrowLeft');
  const keyboard = await page.context().newCDPSession(page);
  const compose = (text: string): Promise<unknown> =>
    keyboard.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 });
  await compose('바');
  const ready = page.evaluate(
    "new Promise((done) => document.addEventListener('dailyfeed:ready', () => done(), { once: true }))",
  );
  letGo();
  await ready;
  await compose('발');
  expect(await name.inputValue()).toBe('하발늘');
  await keyboard.send('Input.insertText', { text: '발' });
  expect(await name.inputValue()).toBe('하발늘');
  await page.keyboard.type('!');
  expect(await name.inputValue()).toBe('하발!늘');
  expect(await email.inputValue()).toBe('hana@example.com');
});

test('what is chosen before the scripts have come is chosen once they have', async ({ site }) => {
  const say = await readMessages('en');
  const page = await site.open();
  const letGo = await withholdScripts(page);
  await page.goto('/settings/appearance', { waitUntil: 'commit' });
  const main = page.getByRole('main');
  const theme = (name: string) => main.getByRole('radio', { name: say('shell', name) });
  await theme('themeLight').check();
  await theme('themeDark').check();
  await main.getByRole('checkbox').uncheck();
  letGo();
  await page.locator('html[data-theme=dark]').waitFor();
  await expect.poll(() => page.evaluate("localStorage.getItem('shortcuts')")).toBe('off');
  expect(await theme('themeDark').isChecked()).toBe(true);
  expect(await main.getByRole('checkbox').isChecked()).toBe(false);
});

test('a menu that is asked for before its scripts have come opens once they have, and answers from then on', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const post = await ann.api.content.post.create.mutate({
    text: 'Early',
    idempotencyKey: randomUUID(),
  });
  const page = await site.open({ viewport: { width: 390, height: 844 } });
  const letGo = await withholdScripts(page);
  await page.goto(`/p/${post.id}`, { waitUntil: 'commit' });
  const more = page.getByRole('button', { name: say('post', 'more') });
  await more.focus();
  await page.keyboard.press('Enter');
  expect(await page.getByRole('menu').count()).toBe(0);
  letGo();
  await page.getByRole('menuitem', { name: say('post', 'report') }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await more.click();
  await page.getByRole('menu').waitFor();
});

test('what is pressed before the script of one part has come is done once it has', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const { post } = ann.api.content;
  const { id } = await post.create.mutate({ text: 'Before', idempotencyKey: randomUUID() });
  await post.edit.mutate({ id, text: 'After', version: 1 });
  const page = await site.openAs(ann, '/drafts');
  const letGo = await withholdScripts(page, /post\.view\.mutate/);
  await page.goto(`/p/${id}`, { waitUntil: 'commit' });
  await page.getByRole('button', { name: say('post', 'historyOpen') }).click();
  expect(await page.getByRole('dialog').count()).toBe(0);
  letGo();
  await page.getByRole('dialog', { name: say('post', 'historyTitle') }).waitFor();
});

test('without scripts a form is sent as it always was', async ({ site }) => {
  const say = await readMessages('en');
  const page = await site.open({ javaScriptEnabled: false });
  await page.goto('/login');
  const [request] = await Promise.all([
    page.waitForRequest((req) => req.method() === 'POST'),
    logIn(page, say, { email: 'nobody@example.com' }),
  ]);
  expect(new URL(request.url()).search).toBe('');
});

test('who is on the way to a page when their session ends gets there after logging in', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/');
  await page.getByRole('textbox', { name: say('composer', 'label') }).waitFor();
  const held = Promise.withResolvers<void>();
  const letBe = await intercept(page, '**/notifications?_rsc=*', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByRole('link', { name: say('shell', 'notifications'), exact: true }).click();
  await ann.session.logOutEverywhere();
  await page.waitForURL('/login?next=%2Fnotifications');
  letBe();
  held.resolve();
  await logIn(page, say, ann);
  await page.waitForURL((url) => url.pathname === '/notifications');
});
