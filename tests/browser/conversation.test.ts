import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { until } from '../src/until.ts';
import { readMessages, test } from './_browser.ts';
import { startConversation } from './_conversation.ts';

const phone = { width: 390, height: 700 };

/** Opens the post, and waits until the stream tells of it. */
async function openPost(page: Page, postId: string): Promise<void> {
  const watched = page.waitForResponse((answer) => answer.url().includes('post.watch'));
  await page.goto(`/p/${postId}`);
  await watched;
  await page.getByRole('textbox').first().waitFor();
}

test('a comment that was changed elsewhere while it is edited is shown as it is now, and can be saved', async ({
  site,
}) => {
  const words = await readMessages('en');
  const { ann, postId, say } = await startConversation(site);
  const { id, version } = await say(ann, 'I did');
  const page = await site.openAs(ann, `/p/${postId}`, { viewport: phone });
  await page.getByRole('button', { name: words('comment', 'menu') }).click();
  await page.getByRole('menuitem', { name: words('comment', 'edit'), exact: true }).click();
  const field = page.getByRole('textbox', { name: words('comment', 'editLabel') });
  await field.fill('I did, at dawn');
  await ann.api.content.comment.edit.mutate({ id, text: 'I did, twice', version });

  await page.keyboard.press('Control+Enter');
  await page.getByText(words('error', 'COMMENT_CHANGED')).waitFor();
  await page.getByText('I did, twice').waitFor();
  expect(await field.inputValue()).toBe('I did, at dawn');
  await page.keyboard.press('Control+Enter');
  await page.getByText(words('comment', 'saved')).waitFor();
  await page.locator(`#comment-${id}`).and(page.locator(':focus')).waitFor();
  const { thread } = await ann.api.timeline.comment.byId.query({ id });
  expect(thread).toMatchObject({ text: 'I did, at dawn', version: version + 2 });
});

test('a comment that screening has hidden is looked at again after its edit, until others see it', async ({
  site,
}) => {
  const words = await readMessages('en');
  const { ann, postId, say } = await startConversation(site);
  const { id } = await say(ann, 'Come and buy followers now');
  await until(
    () => ann.api.timeline.comment.byId.query({ id }),
    ({ thread }) => thread.hiding !== null,
  );
  const page = await site.openAs(ann, `/p/${postId}`);
  const comment = page.locator(`#comment-${id}`);
  await comment.getByRole('note').getByText(words('report', 'hiddenTitle')).waitFor();
  await comment.getByRole('button', { name: words('comment', 'menu') }).click();
  await page.getByRole('menuitem', { name: words('comment', 'edit'), exact: true }).click();
  const looks = page.waitForResponse((answer) => answer.url().includes('comment.byId'));
  await page.getByRole('textbox', { name: words('comment', 'editLabel') }).fill('Come and see');
  await page.keyboard.press('Control+Enter');
  await looks;
  await comment.getByRole('note').waitFor({ state: 'detached' });
  expect(await comment.innerText()).toContain('Come and see');
});

test('what others say meanwhile waits behind a pill and moves nothing, also when one writes oneself and when the connection comes back', async ({
  site,
}) => {
  const words = await readMessages('en');
  const { ann, bob, postId, say } = await startConversation(site);
  const first = await say(bob, 'It stood by the bridge');
  await say(bob, 'It flew off');
  const page = await site.openAs(ann, '/discover', { viewport: phone });
  await page.clock.install();
  await openPost(page, postId);
  const comment = (text: string) => page.getByRole('article').filter({ hasText: text });
  const last = comment('It flew off');
  await last.waitFor();
  const before = await last.boundingBox();

  await say(bob, 'Which bridge?', first.id);
  const news = page.getByRole('button', { name: '1 new comment', exact: true });
  await news.waitFor();
  // After the time for which an answer counts as fresh.
  await page.clock.fastForward(60_000);
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  const asked = page.waitForResponse((answer) => answer.url().includes('post.comments'));
  await say(bob, 'The old one', first.id);
  await asked;
  await page.getByRole('button', { name: '2 new comments', exact: true }).waitFor();
  expect(await comment('Which bridge?').count()).toBe(0);
  expect(await last.boundingBox()).toEqual(before);

  // One's own is there at once, alone.
  await page.getByRole('textbox', { name: words('comment', 'label') }).fill('I saw it');
  await page.keyboard.press('Control+Enter');
  const own = comment('I saw it');
  await own.getByRole('button', { name: words('comment', 'menu') }).waitFor();
  expect(await comment('Which bridge?').count()).toBe(0);

  const pill = page.getByRole('button', { name: '2 new comments', exact: true });
  await pill.focus();
  await page.keyboard.press('Enter');
  await comment('The old one').waitFor();
  await expect.poll(() => pill.count()).toBe(0);
  expect(await own.count()).toBe(1);
  // Whoever uses the keyboard goes on from the first of them.
  await expect
    .poll(() => page.evaluate('document.activeElement?.textContent'))
    .toContain('Which bridge?');
});

test('a comment counts once, whether its answer or the stream tells first', async ({ site }) => {
  const words = await readMessages('en');
  const { ann, postId } = await startConversation(site);
  const page = await site.openAs(ann, '/discover');
  await openPost(page, postId);
  const second = await page.context().newPage();
  await openPost(second, postId);
  const count = (tab: Page, text: string) => tab.getByText(text, { exact: true }).first().waitFor();

  const held = Promise.withResolvers<void>();
  await page.route('**/api/content/comment.create*', async (route) => {
    const response = await route.fetch();
    await held.promise;
    await route.fulfill({ response });
  });
  await page.getByRole('textbox', { name: words('comment', 'label') }).fill('I did');
  await page.keyboard.press('Control+Enter');
  await count(second, '1 comment');
  held.resolve();
  await page
    .getByRole('article')
    .filter({ hasText: 'I did' })
    .getByRole('button', { name: words('comment', 'menu') })
    .waitFor();
  await count(page, '1 comment');
});
