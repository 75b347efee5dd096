import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import { until } from '../src/until.ts';
import { createWorld, findProblems, lookAt, type World } from './_axe.ts';
import { readMessages, startTimeoutMs, test } from './_browser.ts';

let world: World;

test.beforeAll(async ({ site }) => {
  world = await createWorld(site);
}, startTimeoutMs);

test('axe finds nothing serious on the dialogs and menus that lie over a page', async ({
  site,
}) => {
  const { reader, author, postId } = world;
  const say = await readMessages('en');
  await reader.api.member.profile.update.mutate({ language: 'en' });
  const { post } = reader.api.content;
  const own = await post.create.mutate({ text: 'Frist!', idempotencyKey: crypto.randomUUID() });
  await post.edit.mutate({ id: own.id, text: 'First!', version: 1 });
  const page = await site.openAs(reader, '/', { viewport: { width: 390, height: 844 } });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
  const more = button(say('post', 'more')).first();
  const menuOfAuthor = say('relation', 'menu').replace('{name}', 'ann');
  // What lies over a page, with the way to it.
  const overlays: [address: string, ...ways: Locator[]][] = [
    [`/p/${postId}`, more, item(say('post', 'report'))],
    [`/p/${own.id}`, more, item(say('post', 'edit'))],
    [`/p/${own.id}`, more, item(say('post', 'delete'))],
    [`/p/${own.id}`, button(say('post', 'historyOpen')).first()],
    [`/@${author.handle}`, button(menuOfAuthor), item(say('relation', 'block'))],
    ['/settings/account', button(say('account', 'deactivate'))],
    ['/settings/sessions', button(/^End the session/).first()],
    ['/admin/members', button(`${say('admin', 'disable')}: @${author.handle}`)],
    ['/', page.locator('header button[aria-haspopup=menu]').filter({ visible: true }).first()],
  ];
  const problems: string[] = [];
  for (const [address, ...ways] of overlays) {
    await page.goto(address);
    for (const way of ways) {
      await way.click();
      // A menu goes when something is chosen from it.
      await way.and(page.locator('[role=menuitem]')).waitFor({ state: 'detached' });
      problems.push(...(await lookAtOpened(page, address)));
    }
  }
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('?');
  problems.push(...(await lookAtOpened(page, '?')));

  await until(
    () => reader.api.search.search.suggest.query({ prefix: 'snow' }),
    ({ tags }) => tags.length > 0,
  );
  await page.goto('/search');
  await page.getByLabel(say('search', 'label')).fill('snow');
  const tag = page.getByRole('option', { name: /snow/ }).nth(1);
  await tag.waitFor();
  // While the list is open all else is hidden from screen readers on purpose: the focus cannot go there without
  // closing it.
  const isOpen = { rules: { 'aria-hidden-focus': { enabled: false } } };
  problems.push(...(await lookAt(page, 'suggestions', isOpen)));
  await page.keyboard.press('Tab');
  await tag.waitFor({ state: 'detached' });
  problems.push(...(await findProblems(page, { runOnly: ['aria-hidden-focus'] })));

  const visitor = await site.open({ viewport: { width: 390, height: 844 } });
  await visitor.goto('/');
  await visitor
    .getByRole('button', { name: say('shell', 'settingsMenu') })
    .filter({ visible: true })
    .click();
  problems.push(...(await lookAtOpened(visitor, 'preferences')));
  expect(problems.join('\n')).toBe('');
});

async function lookAtOpened(page: Page, place: string): Promise<string[]> {
  await page.locator('[role=dialog], [role=alertdialog], [role=menu]').last().waitFor();
  return lookAt(page, `${place}, opened`);
}
