import { afterAll, beforeAll, expect, test } from 'vitest';

import { logIn, readMessages, type Site, startSite, startTimeoutMs } from './_browser.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite();
}, startTimeoutMs);
afterAll(() => site[Symbol.asyncDispose]());

test('an admin disables a member, whose open page is led to log in, and opens the account again', async () => {
  const say = await readMessages('en');
  const [chief, bob] = await Promise.all(['chief', 'bob'].map((name) => site.network.signUp(name)));
  if (!chief || !bob) throw new Error('Too few people');
  await site.network.makeAdmin(chief);
  const theirs = await site.open();
  await theirs.goto('/login');
  await logIn(theirs, say, bob);
  await theirs.getByRole('textbox', { name: say('composer', 'label') }).waitFor();

  const page = await site.open({ viewport: { width: 390, height: 800 } });
  await page.goto('/login?next=%2Fadmin%2Fmembers');
  await logIn(page, say, chief);
  await page.getByLabel(say('admin', 'search')).fill(bob.handle);
  const disable = page.getByRole('button', { name: `${say('admin', 'disable')}: @${bob.handle}` });
  await disable.press('Enter');
  const title = say('admin', 'disableTitle').replace('{handle}', bob.handle);
  const dialog = page.getByRole('dialog', { name: title });
  const send = dialog.getByRole('button', { name: say('admin', 'disable'), exact: true });
  await send.press('Enter');
  // Nobody is disabled without a reason.
  const reason = dialog.getByRole('textbox', { name: say('admin', 'reason') });
  await expect.poll(() => reason.getAttribute('aria-invalid')).toBe('true');
  await reason.fill('Sells watches');
  await send.press('Enter');
  await dialog.waitFor({ state: 'detached' });

  // An idle page learns of it when it next asks; this one asks at once.
  await theirs.getByRole('link', { name: say('shell', 'notifications'), exact: true }).click();
  await theirs.waitForURL(/\/login/);
  await logIn(theirs, say, bob);
  await theirs.getByRole('main').getByRole('alert').filter({ hasText: 'disabled' }).waitFor();

  await page.getByRole('link', { name: say('admin', 'log'), exact: true }).click();
  const entry = page.getByRole('listitem').filter({ hasText: bob.handle });
  await entry.filter({ hasText: 'Sells watches' }).waitFor();
  await page.getByRole('link', { name: say('admin', 'members'), exact: true }).click();
  await page.getByLabel(say('admin', 'search')).fill(bob.handle);
  await page
    .getByRole('button', { name: `${say('admin', 'enable')}: @${bob.handle}` })
    .press('Enter');
  await disable.waitFor();
  await logIn(theirs, say, bob);
  await theirs.waitForURL((url) => url.pathname === '/notifications');
});

test('for everybody else there is nothing where the admins are', async () => {
  const say = await readMessages('en');
  const eve = await site.network.signUp('eve');
  const page = await site.open();
  await page.goto('/admin/members');
  await page.waitForURL(/\/login\?next=/);
  await logIn(page, say, eve);
  await page.waitForURL((url) => url.pathname === '/admin/members');
  for (const address of ['/admin/members', '/admin/log']) {
    await page.goto(address);
    await page.getByRole('heading', { name: say('shell', 'notFoundTitle') }).waitFor();
    expect(await page.getByRole('main').getByRole('list').count()).toBe(0);
  }
});
