import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { findOverflow, lookAt } from './_axe.ts';
import { intercept, readMessages, test } from './_browser.ts';
import { press, tabTo } from './_keyboard.ts';

const phone = { viewport: { width: 390, height: 844 } };

async function takePicture(page: Page) {
  return {
    name: 'screen.png',
    mimeType: 'image/png',
    buffer: Buffer.from(await page.screenshot()),
  };
}

test('axe finds nothing serious on pictures as large as the screen, which the keyboard opens, turns and closes', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/', phone);
  const { buffer } = await takePicture(page);
  const images = [];
  for (const alt of ['A heron at the river', '']) {
    const { id } = await ann.uploadImage(new Blob([buffer], { type: 'image/png' }));
    images.push({ id, alt });
  }
  const post = { text: 'Two pictures', images, idempotencyKey: randomUUID() };
  const { id } = await ann.api.content.post.create.mutate(post);
  await page.goto(`/p/${id}`);
  const first = page.getByRole('button', { name: /^A heron/ });
  await press(page, first);
  const dialog = page.getByRole('dialog');
  const at = (number: number) =>
    dialog.getByText(
      say('image', 'position').replace('{number}', `${number}`).replace('{count}', '2'),
    );
  await at(1).waitFor();
  await dialog.getByRole('img', { name: 'A heron at the river' }).waitFor();
  const problems = await lookAt(page, 'the first picture');
  problems.push(...(await findOverflow(page, 'the first picture')));
  await page.keyboard.press('ArrowRight');
  await at(2).waitFor();
  problems.push(...(await lookAt(page, 'the last picture')));
  // There is no third.
  await page.keyboard.press('ArrowRight');
  await press(page, dialog.getByRole('button', { name: say('image', 'previous') }));
  await at(1).waitFor();
  await tabTo(page, dialog.getByRole('button', { name: say('ui', 'close') }));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await first.and(page.locator(':focus')).waitFor();
  expect(problems.join('\n')).toBe('');
});

test.for(['avatar', 'cover'] as const)(
  'axe finds nothing serious where the part of a picture is chosen, which the keyboard alone does (%s)',
  async (purpose, { site }) => {
    const say = await readMessages('en');
    const ann = await site.network.signUp('ann');
    const page = await site.openAs(ann, '/settings/profile', phone);
    const picture = await takePicture(page);
    const setting = page.getByRole('group', { name: say('image', purpose), exact: true });
    await setting.locator('input[type=file]').setInputFiles([picture]);
    const dialog = page.getByRole('dialog');
    const save = dialog.getByRole('button', { name: say('image', 'save') });
    await expect.poll(() => save.isEnabled()).toBe(true);
    const problems = await lookAt(page, `${purpose} to be cut`);
    problems.push(...(await findOverflow(page, `${purpose} to be cut`)));

    await tabTo(page, dialog.getByRole('slider', { name: say('image', 'zoom') }));
    await page.keyboard.press('ArrowRight');
    await tabTo(page, dialog.getByRole('group', { name: say('image', 'cropArea') }));
    await page.keyboard.press('ArrowDown');
    const letBe = await intercept(page, '**/api/image?*', (route) => route.abort());
    await press(page, save);
    await dialog.getByRole('alert').waitFor();
    problems.push(...(await lookAt(page, `${purpose} that was not sent`)));
    letBe();
    await press(page, save);
    await page.getByText(say('image', 'saved')).first().waitFor();
    await dialog.waitFor({ state: 'detached' });
    problems.push(...(await lookAt(page, `${purpose} that was saved`)));
    expect(problems.join('\n')).toBe('');
  },
);

test('axe finds nothing serious on a text with pictures, of which some are on their way, or did not get through', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/', phone);
  const picture = await takePicture(page);
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  const form = page.locator('form').filter({ has: composer });
  const input = form.locator('input[type=file]');
  const described = (number: number) =>
    form.getByRole('textbox', { name: say('image', 'altLabel').replace('{number}', `${number}`) });
  await input.setInputFiles([picture]);
  await described(1).waitFor();
  const letGetThrough = await intercept(page, '**/api/image?*', (route) => route.abort());
  await input.setInputFiles([picture]);
  await form.getByRole('button', { name: say('image', 'retry') }).waitFor();
  letGetThrough();
  const letArrive = await intercept(page, '**/api/image?*', () => undefined);
  await input.setInputFiles([picture]);
  await form.getByRole('progressbar').waitFor();
  const problems = await lookAt(page, 'pictures of a text');
  problems.push(...(await findOverflow(page, 'pictures of a text')));

  await press(page, form.getByRole('button', { name: say('image', 'cancel') }).last());
  await form.getByRole('progressbar').waitFor({ state: 'detached' });
  letArrive();
  await press(page, form.getByRole('button', { name: say('image', 'retry') }));
  await described(2).waitFor();
  await tabTo(page, described(1));
  await page.keyboard.type('A screen');
  await tabTo(page, described(2));
  await page.keyboard.type('The same');
  problems.push(...(await lookAt(page, 'described pictures')));
  expect(problems.join('\n')).toBe('');
});
