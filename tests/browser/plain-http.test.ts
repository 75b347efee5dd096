import { randomUUID } from 'node:crypto';

import type { Request } from 'playwright-core';
import { expect } from 'vitest';

import { bell } from './_bell.ts';
import { logIn, readMessages, test } from './_browser.ts';
import { setVisibility } from './_visibility.ts';

// What browsers keep to themselves where a page is not in a secure context, as on http://192.168.0.2:8080. Here it is,
// so its cookies are those of a loopback address: on any other the session's is `Secure` and needs https.
const withoutSecureContext = `
  for (const name of ['locks', 'clipboard', 'share']) {
    Object.defineProperty(Navigator.prototype, name, { get: () => undefined });
  }
  Object.defineProperty(Crypto.prototype, 'randomUUID', { get: () => undefined });
`;

test('without what only a secure context offers to scripts one writes, is told at once, and is logged out of all tabs', async ({
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
  await expect.poll(() => page.getByRole('button', me).count()).toBe(0);
  expect(await page.getByText(say('shell', 'brokenTitle')).count()).toBe(0);
});

test('without locks a page has the stream only while it is looked at, and tells the others nothing', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id } = await ann.api.content.post.create.mutate({
    text: 'Who saw the heron?',
    idempotencyKey: randomUUID(),
  });
  const hidden = await site.openAs(ann, '/robots.txt');
  await hidden.context().addInitScript(withoutSecureContext);
  const isStream = (request: Request) => request.url().includes('stream.member');
  const begun = hidden.waitForRequest(isStream);
  await hidden.goto('/discover');
  await begun;
  const ended = hidden.waitForEvent('requestfailed', isStream);
  await setVisibility(hidden, 'hidden');
  await ended;
  const channel = `new BroadcastChannel('dailyfeed:stream:${ann.memberId}')`;
  await hidden.evaluate(`
    window.told = [];
    ${channel}.onmessage = ({ data }) => window.told.push(data);
  `);

  const seen = await hidden.context().newPage();
  await seen.goto('/discover');
  await bob.api.content.post.like.mutate({ id });
  await bell(seen, say, 1).waitFor();
  // Comes behind whatever this page has told.
  await seen.evaluate(`${channel}.postMessage('last')`);
  await expect.poll(() => hidden.evaluate('window.told')).toContain('last');
  expect(await hidden.evaluate('window.told')).toEqual(['last']);
  expect(await bell(hidden, say, 1).count()).toBe(0);

  await setVisibility(hidden, 'visible');
  await bell(hidden, say, 1).waitFor();
});
