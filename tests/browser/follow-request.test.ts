import { randomBytes } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { readMessages, test } from './_browser.ts';

const phone = { viewport: { width: 320, height: 700 } };

test('an account closes, is asked by keyboard on a phone, approves, and is read', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const text = 'Only for those I know';
  await ann.api.content.post.create.mutate({ text, idempotencyKey: crypto.randomUUID() });

  const annsPage = await site.openAs(ann, '/settings/privacy', phone);
  await annsPage.getByRole('radio', { name: /^Followers only/ }).check();
  await annsPage.getByRole('button', { name: say('privacy', 'save') }).click();
  await annsPage.getByText('Only your followers can see you.').waitFor();

  const bobsPage = await site.openAs(bob, `/@${ann.handle}`, phone);
  await bobsPage.getByText(say('profile', 'restrictedFollowersTitle')).waitFor();
  expect(await bobsPage.getByText(text).count()).toBe(0);
  await press(bobsPage, say('profile', 'followName').replace('{name}', 'ann'));
  await bobsPage
    .getByRole('button', { name: say('profile', 'withdrawName').replace('{name}', 'ann') })
    .waitFor();

  // She is told on whatever page she has open, and the way there is in her menu.
  await annsPage.goto('/');
  await press(annsPage, `Menu of ann @${ann.handle}, 1 request to follow you`);
  await annsPage.getByRole('menuitem', { name: 'Connections, 1 request to follow you' }).click();
  await annsPage.waitForURL((url) => url.pathname === '/connections/requests');
  await press(annsPage, say('connection', 'approveName').replace('{name}', 'bob'));
  await annsPage.getByText(say('connection', 'approved')).waitFor();
  await annsPage.getByRole('button', { name: `Menu of ann @${ann.handle}`, exact: true }).waitFor();

  await bobsPage.reload();
  await bobsPage.getByRole('article').filter({ hasText: text }).waitFor();
});

test('a handle is changed in the settings, and its old address leads to the new one', async ({
  site,
}) => {
  const say = await readMessages('en');
  const cat = await site.network.signUp('cat');
  const page = await site.openAs(cat, '/settings/profile', phone);
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

  const visitor = await site.open({ javaScriptEnabled: false });
  await visitor.goto(`/@${cat.handle}`);
  expect(new URL(visitor.url()).pathname).toBe(`/@${handle}`);
});

/** Presses a button by the keyboard alone. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
}
