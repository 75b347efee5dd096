import { expect } from 'vitest';

import { password } from '../src/network.ts';
import { logIn, readMessages, test } from './_browser.ts';
import { tabTo } from './_keyboard.ts';
import { linkTo } from './_mail.ts';

const newPassword = 'another long enough secret';
const phone = { viewport: { width: 320, height: 700 } };

test('who forgot the password sets another by the mail, on a phone, by keyboard', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.open(phone);
  await page.goto('/login');
  await page.getByRole('link', { name: say('account', 'forgot') }).press('Enter');
  // The page before has such a field, too.
  await page.getByRole('heading', { name: say('account', 'askTitle') }).waitFor();
  await page.getByLabel(say('account', 'email')).fill(ann.email);
  await page.getByLabel(say('account', 'email')).press('Enter');
  await page.getByRole('heading', { name: say('account', 'askedTitle') }).waitFor();

  await page.goto(await linkTo(site, ann.email, '/reset'));
  // The address holds a secret: no page that is opened from here is told it.
  expect(await page.locator('meta[name=referrer]').getAttribute('content')).toBe('no-referrer');
  const field = page.getByLabel(say('account', 'newPassword'), { exact: true });
  await field.fill('short');
  await field.press('Enter');
  await page.getByText('This is too short.').waitFor();
  await field.fill(newPassword);
  await field.press('Enter');
  await page.getByRole('heading', { name: say('account', 'setDoneTitle') }).waitFor();
  await page.getByRole('link', { name: say('account', 'toLogIn') }).press('Enter');
  await logIn(page, say, { email: ann.email, password: newPassword });
  await page.waitForURL((url) => url.pathname !== '/login');

  const again = await site.open(phone);
  await again.goto(await linkTo(site, ann.email, '/reset'));
  await again.getByLabel(say('account', 'newPassword'), { exact: true }).fill(`${newPassword}!`);
  await again.getByRole('button', { name: say('account', 'set') }).press('Enter');
  await again.getByText('This link has expired or was used already.').waitFor();
});

test('a member confirms the address, changes the password and moves to another address', async ({
  site,
}) => {
  const say = await readMessages('en');
  const bob = await site.network.signUp('bob');
  const page = await site.openAs(bob, '/settings/account', phone);
  await page.getByText(say('account', 'unverified')).waitFor();
  await page.goto(await linkTo(site, bob.email, '/verify'));
  await page.getByRole('button', { name: say('account', 'verify') }).press('Enter');
  await page.getByRole('heading', { name: say('account', 'verifiedTitle') }).waitFor();

  await page.goto('/settings/account');
  await page.getByText(say('account', 'verified'), { exact: true }).waitFor();
  const next = page.getByLabel(say('account', 'newPassword'), { exact: true });
  const current = page.getByLabel(say('account', 'currentPassword'), { exact: true });
  await current.fill('not my secret');
  await next.fill(newPassword);
  await next.press('Enter');
  await page.getByText('This is not your password.').waitFor();
  await current.fill(password);
  await next.press('Enter');
  await page.getByText(say('account', 'passwordChanged')).waitFor();

  const moved = `moved-${bob.email}`;
  await page.getByLabel(say('account', 'newEmail')).fill(moved);
  await page.getByLabel(say('account', 'password'), { exact: true }).fill(newPassword);
  await page.getByRole('button', { name: say('account', 'changeEmail') }).press('Enter');
  await page.getByText(say('account', 'changeEmailSent')).waitFor();
  for (const [email, outcome] of [
    [bob.email, 'waitingTitle'],
    [moved, 'changedTitle'],
  ] as const) {
    await page.goto(await linkTo(site, email, '/verify?change'));
    await page.getByRole('button', { name: say('account', 'confirm') }).press('Enter');
    await page.getByRole('heading', { name: say('account', outcome) }).waitFor();
  }
  // The session that changed it all goes on.
  await page.goto('/settings/account');
  const shown = page.getByRole('region', { name: say('account', 'emailTitle'), exact: true });
  await shown.getByText(say('account', 'verified'), { exact: true }).waitFor();
  expect(await shown.textContent()).toContain(moved);
});

test('a member deactivates the account by keyboard on a phone, and comes back by logging in', async ({
  site,
}) => {
  const say = await readMessages('en');
  const cid = await site.network.signUp('cid');
  const page = await site.openAs(cid, '/settings/account', phone);
  const ask = page.getByRole('button', { name: say('account', 'deactivate') });
  await ask.waitFor();
  await page.goto('/settings/account');
  await ask.waitFor();
  await tabTo(page, ask);

  const dialog = page.getByRole('dialog', { name: say('account', 'deactivateAsk') });
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator(':focus').and(ask).count()).toBe(1);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: say('ui', 'cancel'), exact: true }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator(':focus').and(ask).count()).toBe(1);
  await page.keyboard.press('Enter');
  const field = dialog.getByLabel(say('account', 'currentPassword'), { exact: true });
  await field.fill('not my secret');
  await field.press('Enter');
  await dialog.getByText('This is not your password.').waitFor();
  await field.fill(password);
  await field.press('Enter');
  await page.waitForURL((url) => url.pathname === '/login');
  await expect(
    site.network.createClient().api.member.profile.byHandle.query({ handle: cid.handle }),
  ).rejects.toMatchObject({ data: { httpStatus: 404 } });

  await logIn(page, say, cid);
  await page.getByText(say('auth', 'reactivated').replace('{name}', 'cid')).waitFor();
});

test('who has deactivated the account is told so, also where the log-out that follows does not arrive', async ({
  site,
}) => {
  const say = await readMessages('en');
  const dan = await site.network.signUp('dan');
  const page = await site.openAs(dan, '/settings/account');
  await page.route('**/auth.logOut*', (route) => route.abort());
  await page.getByRole('button', { name: say('account', 'deactivate') }).click();
  const dialog = page.getByRole('dialog', { name: say('account', 'deactivateAsk') });
  const field = dialog.getByLabel(say('account', 'currentPassword'), { exact: true });
  await field.fill(password);
  await field.press('Enter');
  await page.getByText(say('account', 'deactivated')).waitFor();
  expect(await dialog.getByRole('alert').count()).toBe(0);
});
