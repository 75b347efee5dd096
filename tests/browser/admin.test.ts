import { expect } from 'vitest';

import { type Language, logIn, readMessages, test } from './_browser.ts';

test('an admin disables a member, whose open page is led to log in, and opens the account again', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [chief, bob] = await Promise.all(['chief', 'bob'].map((name) => site.network.signUp(name)));
  if (!chief || !bob) throw new Error('Too few people');
  await site.network.makeAdmin(chief);
  const theirs = await site.openAs(bob, '/notifications');
  await theirs.getByText(say('notification', 'emptyTitle')).waitFor();

  const page = await site.openAs(chief, '/admin/members', {
    viewport: { width: 390, height: 800 },
  });
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

  // What it follows ends with the session; asking for it anew, the page learns of that.
  await theirs.waitForURL('/login?next=%2Fnotifications');
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

test.for<Language>(['en', 'ko'])(
  'an admin reads what was reported, and decides, by keyboard and on a phone (%s)',
  async (language, { site }) => {
    const say = await readMessages(language);
    const [chief, ann, bob] = await Promise.all(
      ['chief', 'ann', 'bob'].map((name) => site.network.signUp(name)),
    );
    if (!chief || !ann || !bob) throw new Error('Too few people');
    await site.network.makeAdmin(chief);
    await chief.api.member.profile.update.mutate({ language });
    const { post } = ann.api.content;
    const idempotencyKey = `reported-${language}`;
    const { id } = await post.create.mutate({ text: 'cheap watches', idempotencyKey });
    await post.edit.mutate({ id, text: 'watches, cheap', version: 1 });
    const note = 'every day the same';
    await bob.api.content.post.report.mutate({ id, reason: 'SPAM', note });

    const page = await site.openAs(chief, '/recent', {
      language,
      viewport: { width: 390, height: 800 },
    });
    const shown = page.getByRole('article').filter({ hasText: `@${ann.handle}` });
    await shown.waitFor();
    await page.getByRole('button', { name: `@${chief.handle}` }).click();
    await page.getByRole('menuitem', { name: say('shell', 'admin') }).click();
    await page.getByRole('link', { name: say('admin', 'reports'), exact: true }).click();
    const row = page.getByRole('listitem').filter({ hasText: `@${ann.handle}` });
    await row.getByText('watches, cheap').waitFor();
    await row.getByText(say('report', 'SPAM')).waitFor();
    const press = (key: string) =>
      row.getByRole('button', { name: `${say('moderation', key)}: @${ann.handle}` }).press('Enter');
    await press('detail');
    const detail = page.getByRole('dialog', { name: say('moderation', 'detailTitle') });
    await detail.getByText('cheap watches').waitFor();
    await detail.getByText(note).waitFor();
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });

    await press('hide');
    const dialog = page.getByRole('dialog', { name: say('moderation', 'hideTitle') });
    await dialog.getByRole('textbox').fill('Sells watches');
    const send = dialog.getByRole('button', { name: say('moderation', 'hide'), exact: true });
    // A decision that does not arrive is told of, and what was written beside it is kept.
    await page.route('**/api/content/report.resolve*', (route) => route.abort(), { times: 1 });
    await send.press('Enter');
    await page.getByText(say('error', 'NETWORK')).first().waitFor();
    await press('hide');
    await expect.poll(() => dialog.getByRole('textbox').inputValue()).toBe('Sells watches');
    // Nor is one on a text that its author has replaced since: the new one is shown, to be decided on.
    await post.edit.mutate({ id, text: 'watches, cheaper', version: 2 });
    await send.press('Enter');
    await page.getByText(say('moderation', 'changed')).first().waitFor();
    await row.getByText('watches, cheaper').waitFor();
    await press('hide');
    await send.press('Enter');
    await row.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement.localName')).not.toBe('body');
    await expect
      .poll(async () => (await ann.api.timeline.post.byId.query({ id })).hiding)
      .toEqual({ by: 'moderator', terms: [] });

    await page.getByLabel(say('moderation', 'state')).selectOption('resolved');
    await row.getByText(say('moderation', 'hiddenBy_moderator')).waitFor();
    await press('detail');
    await detail.getByText('Sells watches').waitFor();
    await detail.getByText(`@${chief.handle}`).waitFor();
    await page.keyboard.press('Escape');
    // The page scrolls again once the dialog is gone.
    await detail.waitFor({ state: 'detached' });
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);

    // The lists that were left on the way do not show it any more.
    await page.goBack();
    await page.goBack();
    await page.waitForURL('**/recent');
    await page.getByRole('heading', { name: say('feed', 'recentTitle') }).waitFor();
    await expect.poll(() => shown.count()).toBe(0);
  },
);

test('for everybody else there is nothing where the admins are', async ({ site }) => {
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
