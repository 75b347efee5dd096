import { expect } from 'vitest';

import { countCalls, type Language, logIn, readMessages, statusOf, test } from './_browser.ts';

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1280, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 640 } },
])(
  'a member ends the session of another device, then all of them ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const ann = await site.network.signUp('ann');
    // Pages speak the language of the account.
    await ann.api.member.profile.update.mutate({ language });
    const here = await site.open({ language, viewport });
    const there = await site.open({ language });
    for (const page of [here, there]) {
      await page.goto('/login');
      await logIn(page, say, ann);
      await page.waitForURL('/');
    }

    await here.goto('/settings/sessions');
    const list = here.getByRole('list', { name: say('session', 'list') });
    const rows = list.getByRole('listitem');
    await rows.nth(2).waitFor();
    expect(await rows.first().textContent()).toContain(say('session', 'thisDevice'));
    const width = await here.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(viewport.width);

    // The last seen of the others is the other browser; the program that signed Ann up comes after it.
    await rows.nth(1).getByRole('button').press('Enter');
    await here
      .getByRole('button', { name: say('session', 'endConfirm'), exact: true })
      .last()
      .press('Enter');
    await rows.nth(2).waitFor({ state: 'detached' });
    await list.locator(':focus').waitFor();
    await there.goto('/activity');
    await there.waitForURL(/\/login\?next=/);

    await here.getByRole('button', { name: say('session', 'everywhere'), exact: true }).click();
    await here
      .getByRole('alertdialog')
      .getByRole('button', { name: say('session', 'everywhereConfirm'), exact: true })
      .click();
    await here.waitForURL(/\/login/);
    await expect.poll(() => statusOf(ann.api.member.profile.me.query())).toBe(401);
  },
);

test('who logs in is asked for once, and what is unread for them', async ({ site }) => {
  const say = await readMessages('en');
  const bob = await site.network.signUp('bob');
  const page = await site.open();
  const counts = ['profile.me', 'notification.unread'].map((name) => countCalls(page, name));
  // Asked for after all of that.
  const stream = page.waitForRequest('**/stream.member**');
  await page.goto('/login');
  await logIn(page, say, bob);
  await page.waitForURL('/');
  await page.getByRole('button', { name: `@${bob.handle}` }).waitFor();
  await page.getByRole('textbox', { name: say('composer', 'label') }).waitFor();
  await stream;
  expect(counts.map((count) => count())).toEqual([1, 1]);
});
