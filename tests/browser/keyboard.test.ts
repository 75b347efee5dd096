import { randomBytes } from 'node:crypto';

import { beforeAll, expect } from 'vitest';

import { password } from '../src/network.ts';
import { readMessages, type Say, statusOf, test } from './_browser.ts';
import { press, tabTo, type } from './_keyboard.ts';
import { linkTo } from './_mail.ts';

const phone = { viewport: { width: 390, height: 844 } };
let say: Say;

beforeAll(async () => {
  say = await readMessages('en');
});

test('by keyboard alone: sign up, say who one is and what one wants, log out elsewhere, set another password', async ({
  site,
}) => {
  const page = await site.open(phone);
  const handle = `kim_${randomBytes(4).toString('hex')}`;
  const email = `${handle}@example.com`;
  const field = (namespace: 'auth' | 'account' | 'profile-settings', key: string) =>
    page.getByLabel(say(namespace, key), { exact: true });
  const button = (namespace: Parameters<Say>[0], key: string) =>
    page.getByRole('button', { name: say(namespace, key), exact: true });

  await page.goto('/signup?next=%2Fsettings%2Fprofile');
  await type(page, field('auth', 'email'), email);
  await type(page, field('auth', 'password'), password);
  await type(page, field('auth', 'handle'), handle);
  await type(page, field('auth', 'displayName'), 'Kim');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/settings/profile');

  await type(page, field('profile-settings', 'displayName'), 'Kim the Keyboard');
  await press(page, button('profile-settings', 'save'));
  await page.getByText(say('profile-settings', 'saved')).waitFor();

  await page.goto('/settings/privacy');
  await tabTo(page, page.getByRole('radio', { name: /^Everyone/ }));
  await page.keyboard.press('ArrowDown');
  await press(page, button('privacy', 'save'));
  await page.getByText('Only your followers can see you.').waitFor();

  await page.goto('/settings/notifications');
  await tabTo(page, page.getByLabel('Likes'));
  await page.keyboard.type('From nobody');
  await press(page, button('notification', 'save'));
  await page.getByText(say('notification', 'saved')).waitFor();

  await page.goto('/settings/appearance');
  await tabTo(page, page.getByRole('radio', { checked: true }).first());
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('light');

  const other = site.network.createClient();
  await other.session.logIn({ email, password });
  await page.goto('/settings/sessions');
  await press(page, page.getByRole('button', { name: /^End the session/ }));
  await press(
    page,
    page.getByRole('alertdialog').getByRole('button', { name: say('session', 'endConfirm') }),
  );
  await page.getByText(say('session', 'ended')).waitFor();
  await expect.poll(() => statusOf(other.api.member.profile.me.query())).toBe(401);
  await press(page, button('session', 'everywhere'));
  await press(
    page,
    page
      .getByRole('alertdialog')
      .getByRole('button', { name: say('session', 'everywhereConfirm') }),
  );
  await page.waitForURL(/\/login/);

  await press(page, page.getByRole('link', { name: say('account', 'forgot') }));
  await page.getByRole('heading', { name: say('account', 'askTitle') }).waitFor();
  await type(page, field('account', 'email'), email);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: say('account', 'askedTitle') }).waitFor();
  await page.goto(await linkTo(site, email, '/reset'));
  await type(page, field('account', 'newPassword'), `${password}, another`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: say('account', 'setDoneTitle') }).waitFor();
  await press(page, page.getByRole('link', { name: say('account', 'toLogIn') }));
  await type(page, field('auth', 'email'), email);
  await type(page, field('auth', 'password'), `${password}, another`);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname !== '/login');

  await page.goto(await linkTo(site, email, '/verify'));
  await press(page, button('account', 'verify'));
  await page.getByRole('heading', { name: say('account', 'verifiedTitle') }).waitFor();
  await page.goto('/settings/account');
  await type(page, field('account', 'currentPassword').first(), `${password}, another`);
  await type(page, field('account', 'newPassword'), password);
  await page.keyboard.press('Enter');
  await page.getByText(say('account', 'passwordChanged')).waitFor();
});

test('by keyboard alone: who asks is let in and followed, a block and a mute are taken back', async ({
  site,
}) => {
  const [ann, bob, cat, dan] = await Promise.all([
    site.network.signUp('ann'),
    site.network.signUp('bob'),
    site.network.signUp('cat'),
    site.network.signUp('dan'),
  ]);
  const { member } = ann.api;
  await member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  await member.block.block.mutate({ memberId: cat.memberId });
  await member.mute.mute.mutate({ memberId: dan.memberId, until: null });

  const page = await site.open(phone);
  await page.goto('/login?next=%2Fconnections%2Frequests');
  await type(page, page.getByLabel(say('auth', 'email')), ann.email);
  await type(page, page.getByLabel(say('auth', 'password'), { exact: true }), password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/connections/requests');
  const named = (namespace: 'connection' | 'relation' | 'profile', key: string, name: string) =>
    page.getByRole('button', { name: say(namespace, key).replace('{name}', name), exact: true });
  await press(page, named('connection', 'approveName', 'bob'));
  await page.getByText(say('connection', 'approved')).waitFor();

  await page.goto('/connections');
  await press(page, named('profile', 'followName', 'bob'));
  await named('profile', 'unfollowName', 'bob').waitFor();

  await page.goto('/settings/privacy');
  await press(page, named('relation', 'unblockName', 'cat'));
  await page.getByText(say('relation', 'blockedEmpty')).waitFor();
  await press(page, named('relation', 'unmuteName', 'dan'));
  await page.getByText(say('relation', 'mutedEmpty')).waitFor();
  expect(await page.getByRole('button', { name: /^Un(?:block|mute)/ }).count()).toBe(0);
});

test('by keyboard alone: who is suggested is followed, and an admin disables a member', async ({
  site,
}) => {
  const [ann, bob, dan] = await Promise.all([
    site.network.signUp('ann'),
    site.network.signUp('bob'),
    site.network.signUp('dan'),
  ]);
  // Whom those one follows follow is suggested first.
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  await bob.api.member.follow.follow.mutate({ memberId: dan.memberId });
  await site.network.makeAdmin(ann);
  const page = await site.openAs(ann, '/discover', phone);
  const named = (key: 'followName' | 'unfollowName') =>
    page
      .getByRole('listitem')
      .filter({ hasText: `@${dan.handle}` })
      .getByRole('button', { name: say('profile', key).replace('{name}', 'dan'), exact: true });
  await press(page, named('followName'));
  await named('unfollowName').waitFor();

  await page.goto('/admin/members');
  await type(page, page.getByLabel(say('admin', 'search')), dan.handle);
  await press(
    page,
    page.getByRole('button', { name: `${say('admin', 'disable')}: @${dan.handle}` }),
  );
  const dialog = page.getByRole('dialog');
  await type(page, dialog.getByLabel(say('admin', 'reason')), 'spam');
  await press(page, dialog.getByRole('button', { name: say('admin', 'disable'), exact: true }));
  await page.getByText(say('admin', 'disabledDone').replace('{handle}', dan.handle)).waitFor();
  await expect.poll(() => statusOf(dan.api.member.profile.me.query())).toBe(401);
});

test('a menu that a key has opened begins at its first item, or at its last, the first time and again', async ({
  site,
}) => {
  const ann = await site.network.signUp('ann');
  const { id } = await ann.api.content.post.create.mutate({
    text: 'With a menu',
    idempotencyKey: crypto.randomUUID(),
  });
  const page = await site.openAs(ann, '/', phone);
  const items = page.getByRole('menuitem');
  for (const [key, active] of [
    ['Enter', items.first()],
    ['ArrowDown', items.first()],
    ['ArrowUp', items.last()],
  ] as const) {
    await page.goto(`/p/${id}`);
    // By then the page answers to keys.
    await page.getByRole('textbox', { name: say('comment', 'label') }).waitFor();
    const more = page.getByRole('button', { name: say('post', 'more') });
    await more.focus();
    for (const time of ['first', 'again']) {
      await page.keyboard.press(key);
      await active.and(page.locator(':focus')).waitFor();
      expect(await active.getAttribute('data-highlighted'), `${key}, ${time}`).not.toBe(null);
      await page.keyboard.press('Escape');
      await active.waitFor({ state: 'detached' });
      await more.and(page.locator(':focus')).waitFor();
    }
  }
});
