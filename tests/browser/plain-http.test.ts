import { expect } from 'vitest';

import { logIn, readMessages, test } from './_browser.ts';

// What browsers keep to themselves on an address like http://192.168.0.2:8080.
const withoutSecureContext = `
  for (const name of ['locks', 'clipboard', 'share']) {
    Object.defineProperty(Navigator.prototype, name, { get: () => undefined });
  }
  Object.defineProperty(Crypto.prototype, 'randomUUID', { get: () => undefined });
`;

test('over plain http in a local network one writes, is told at once, and is logged out of all tabs', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const page = await site.open();
  await page.context().addInitScript(withoutSecureContext);
  await page.goto('/login');
  await logIn(page, say, ann);
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  await composer.fill('Written without a lock');
  await page
    .getByRole('main')
    .getByRole('button', { name: say('composer', 'submit') })
    .click();
  const card = page.getByRole('main').getByRole('article').filter({ hasText: 'without a lock' });
  await card.waitFor();

  // Its address is told where it cannot be copied.
  await card.getByRole('button', { name: say('post', 'share') }).click();
  const { id } = (await ann.api.timeline.feed.mine.query({})).items[0] ?? { id: '' };
  await page.getByText(`/p/${id}`).first().waitFor();

  await page.goto(`/p/${id}`);
  await page.getByRole('textbox', { name: say('comment', 'label') }).waitFor();
  await bob.api.content.post.like.mutate({ id });
  await page
    .getByRole('main')
    .getByRole('button', { name: /^1 like$/ })
    .waitFor();

  const other = await page.context().newPage();
  await other.goto('/settings/sessions');
  const me = { name: `@${ann.handle}` };
  await other.getByRole('button', me).click();
  await other.getByRole('menuitem', { name: say('shell', 'logOut') }).click();
  await page.getByRole('link', { name: say('comment', 'logIn') }).waitFor();
  expect(await page.getByRole('button', me).count()).toBe(0);
  expect(await page.getByText(say('shell', 'brokenTitle')).count()).toBe(0);
});
