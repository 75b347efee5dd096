import { readFile } from 'node:fs/promises';

import { strFromU8, unzipSync } from 'fflate';
import { expect } from 'vitest';

import { readMessages, test } from './_browser.ts';

test('a member saves everything of theirs by keyboard, on a phone, and can open it', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  await ann.api.content.post.create.mutate({ text: 'keep this', idempotencyKey: 'export-of-ann' });
  const page = await site.openAs(ann, '/settings/account', {
    viewport: { width: 390, height: 844 },
  });
  const start = page.getByRole('button', { name: say('account', 'exportStart') });
  const downloading = page.waitForEvent('download');
  await start.press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toContain(ann.handle);
  const files = unzipSync(new Uint8Array(await readFile(await download.path())));
  const [post] = JSON.parse(strFromU8(files['posts.json'] ?? new Uint8Array())) as unknown[]; // a list
  expect(post).toMatchObject({ text: 'keep this' });
  await page.getByText(`Saved as ${download.suggestedFilename()}.`).waitFor();
  // The same button, where the focus still is.
  expect(await page.locator(':focus').textContent()).toBe(say('account', 'exportStart'));
});

test('a download that is called off saves nothing and says so', async ({ site }) => {
  const say = await readMessages('en');
  const bob = await site.network.signUp('bob');
  const page = await site.openAs(bob, '/settings/account');
  // Never answered: it is under way until it is called off.
  await page.route('**/api/account/export', () => undefined);
  await page.getByRole('button', { name: say('account', 'exportStart') }).click();
  await page.getByRole('progressbar', { name: say('account', 'exportTitle') }).waitFor();
  await page.getByRole('button', { name: say('account', 'exportCancel') }).click();
  const outcome = page.getByText(say('account', 'exportCancelled'));
  await outcome.waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
});
