import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import { until } from '../src/until.ts';
import { intercept, readMessages, test } from './_browser.ts';

type File = { name: string; mimeType: string; buffer: Buffer<ArrayBuffer> };

/** A part of the screen, so that pictures can be told from each other by their width. */
async function takePicture(page: Page, width: number): Promise<File> {
  const clip = { x: 0, y: 0, width, height: 60 };
  const buffer = Buffer.from(await page.screenshot({ clip }));
  return { name: `${width}.png`, mimeType: 'image/png', buffer };
}

/** Holds back what is sent to a place until it is let go; tells how often it was sent. */
async function hold(page: Page) {
  const gate = Promise.withResolvers<void>();
  let count = 0;
  await page.route('**/api/image?*', async (route) => {
    count += 1;
    await gate.promise;
    await route.continue().catch(() => undefined); // it may have been cancelled by then
  });
  return { count: () => count, release: gate.resolve };
}

const isFocused = (each: Locator): Promise<boolean> =>
  each.evaluate((element: { ownerDocument: { activeElement: unknown } }) => {
    return element.ownerDocument.activeElement === element;
  });

test('a profile picture is sent once, says how far it is, and is cancelled with its dialog; the next one begins anew', async ({
  site,
}) => {
  const say = await readMessages('en');
  const eve = await site.network.signUp('eve');
  const page = await site.openAs(eve, '/settings/profile', {
    viewport: { width: 390, height: 844 },
  });
  const picture = await takePicture(page, 300);
  const input = page
    .getByRole('group', { name: say('image', 'avatar') })
    .locator('input[type=file]');
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: say('image', 'save') });

  const held = await hold(page);
  await input.setInputFiles([picture]);
  await save.dblclick();
  await dialog.getByRole('progressbar').waitFor();
  await dialog.locator('button[aria-busy=true]').waitFor();
  const cancelled = page.waitForEvent('requestfailed', (req) => req.url().includes('/api/image?'));
  await page.keyboard.press('Escape');
  await cancelled;
  await dialog.waitFor({ state: 'detached' });
  expect(held.count()).toBe(1);
  held.release();

  const letBe = await intercept(page, '**/api/image?*', (route) => route.abort());
  await input.setInputFiles([picture]);
  await save.click();
  const alert = dialog.getByRole('alert');
  await expect.poll(() => alert.textContent()).not.toBe('');
  letBe();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const moving = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64');
  await input.setInputFiles([{ name: 'a.gif', mimeType: 'image/gif', buffer: moving }]);
  await dialog.getByText(say('image', 'standsStill')).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await input.setInputFiles([picture]);
  await save.waitFor();
  expect(await dialog.getByText(say('image', 'standsStill')).count()).toBe(0);
  // Empty, it is not there for anybody.
  expect(await alert.count()).toBe(0);
  await save.click();
  await page.getByText(say('image', 'saved')).waitFor();
});

test('pictures stand as they were chosen, whichever is uploaded first, and taking one out keeps the focus', async ({
  site,
}) => {
  const say = await readMessages('en');
  const fay = await site.network.signUp('fay');
  const page = await site.openAs(fay, '/', { viewport: { width: 390, height: 844 } });
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  const form = page.locator('form').filter({ has: composer });
  const files = [
    await takePicture(page, 300),
    await takePicture(page, 200),
    await takePicture(page, 100),
  ];
  const first = Promise.withResolvers<void>();
  let isFirst = true;
  await page.route('**/api/image?*', async (route) => {
    const waits = isFirst;
    isFirst = false;
    if (waits) await first.promise;
    await route.continue();
  });
  const described = form.getByRole('textbox', { name: /^Describe picture/ });
  await form.locator('input[type=file]').setInputFiles(files);
  await expect.poll(() => described.count()).toBe(2);
  first.resolve();
  await expect.poll(() => described.count()).toBe(3);
  await composer.fill('In their order');
  await form.getByRole('button', { name: say('composer', 'submit'), exact: true }).click();
  await page.getByRole('article').filter({ hasText: 'In their order' }).waitFor();
  const { items } = await fay.api.timeline.feed.mine.query({});
  expect(items[0]?.images.map(({ width }) => width)).toEqual([300, 200, 100]);

  await form.locator('input[type=file]').setInputFiles(files.slice(1));
  await expect.poll(() => described.count()).toBe(2);
  const remove = (number: number): Locator =>
    form.getByRole('button', { name: say('image', 'remove').replace('{number}', `${number}`) });
  await remove(1).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => described.count()).toBe(1);
  expect(await isFocused(remove(1))).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => described.count()).toBe(0);
  expect(await isFocused(composer)).toBe(true);
});

test('a file that is no picture does not take the place of the page, words are pasted as words, and who leaves too early hears of it', async ({
  site,
}) => {
  const say = await readMessages('en');
  const gus = await site.network.signUp('gus');
  const page = await site.openAs(gus, '/', { viewport: { width: 1440, height: 900 } });
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  const form = page.locator('form').filter({ has: composer });
  await composer.focus();
  // As text: these tests are checked without the browser's own types.
  const isTaken = (target: string, event: string): Promise<boolean> =>
    page.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x', { type: 'application/pdf' }));
      const how = { bubbles: true, cancelable: true };
      const event = ${event};
      ${target}.dispatchEvent(event);
      event.defaultPrevented;
    }`);
  const drop = `new DragEvent('drop', { ...how, dataTransfer: data })`;
  expect(await isTaken('document.activeElement', drop)).toBe(true);
  await page.getByText(say('error', 'IMAGE_TYPE_UNSUPPORTED')).first().waitFor();
  expect(await isTaken('document.body', drop)).toBe(true);
  const paste = `(data.setData('text/plain', 'words'), new ClipboardEvent('paste', { ...how, clipboardData: data }))`;
  expect(await isTaken('document.activeElement', paste)).toBe(false);

  const held = await hold(page);
  await form.locator('input[type=file]').setInputFiles([await takePicture(page, 100)]);
  await form.getByRole('progressbar').waitFor();
  await page.locator(`a[href="/@${gus.handle}"]`).filter({ visible: true }).first().click();
  await page.waitForURL(`**/@${gus.handle}`);
  await page.getByText(say('image', 'leftUploading')).first().waitFor();
  held.release();
});

test('pictures held over a text are asked for, words are not, and those that are dropped there go with it', async ({
  site,
}) => {
  const say = await readMessages('en');
  const kim = await site.network.signUp('kim');
  const page = await site.openAs(kim, '/', {
    viewport: { width: 1440, height: 900 },
  });
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  const form = page.locator('form').filter({ has: composer });
  const box = await composer.boundingBox();
  if (!box) throw new Error('the field is on the page');
  const folder = await mkdtemp(join(tmpdir(), 'dropped-'));
  const file = join(folder, 'screen.png');
  await writeFile(file, (await takePicture(page, 200)).buffer);
  const browser = await page.context().newCDPSession(page);
  // As the system tells the browser of what is dragged into its window.
  const drag = (
    type: 'dragEnter' | 'dragOver' | 'drop',
    what: { files?: string[]; text?: string; at?: { x: number; y: number } },
  ) =>
    browser.send('Input.dispatchDragEvent', {
      type,
      x: what.at?.x ?? box.x + 20,
      y: what.at?.y ?? box.y + 10,
      data: {
        items: what.text === undefined ? [] : [{ mimeType: 'text/plain', data: what.text }],
        files: what.files ?? [],
        dragOperationsMask: 1,
      },
    });
  const invitation = form.getByText(say('image', 'dropHere'));
  try {
    await drag('dragEnter', { files: [file] });
    await drag('dragOver', { files: [file] });
    await invitation.waitFor();
    // Beside the form nothing is asked for.
    await drag('dragOver', { files: [file], at: { x: 5, y: 5 } });
    await invitation.waitFor({ state: 'detached' });
    // The first one enters it.
    await drag('dragOver', { files: [file] });
    await drag('dragOver', { files: [file] });
    await invitation.waitFor();
    await drag('drop', { files: [file] });
    await invitation.waitFor({ state: 'detached' });
    await form
      .getByRole('textbox', { name: say('image', 'altLabel').replace('{number}', '1') })
      .waitFor();

    await drag('dragEnter', { text: 'Dragged words' });
    await drag('dragOver', { text: 'Dragged words' });
    expect(await invitation.count()).toBe(0);
    await drag('drop', { text: 'Dragged words' });
    await expect.poll(() => composer.inputValue()).toBe('Dragged words');
    expect(page.url()).toBe(new URL('/', site.network.url).href);
  } finally {
    await rm(folder, { recursive: true });
  }
  await form.getByRole('button', { name: say('composer', 'submit'), exact: true }).click();
  await page.getByRole('article').filter({ hasText: 'Dragged words' }).waitFor();
  const { items } = await kim.api.timeline.feed.mine.query({});
  expect(items[0]?.images.map(({ width }) => width)).toEqual([200]);
});

/** As a page that has been open for an hour has its tokens. */
function asOld(text: string): string {
  return text.replaceAll(/(token(?:=|\\*":\\*"))[\w.-]{20,}/g, '$1dead');
}

test('a closed picture whose token has run out is shown with a new one', async ({ site }) => {
  const [hal, ida] = await Promise.all([site.network.signUp('hal'), site.network.signUp('ida')]);
  const page = await site.openAs(ida, '/', { viewport: { width: 390, height: 844 } });
  const { buffer } = await takePicture(page, 300);
  const { id } = await hal.uploadImage(new Blob([buffer], { type: 'image/png' }));
  await ida.api.member.follow.follow.mutate({ memberId: hal.memberId });
  await hal.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const post = await hal.api.content.post.create.mutate({
    text: 'For my followers',
    images: [{ id, alt: 'A closed one' }],
    idempotencyKey: randomUUID(),
  });
  let isOld = true;
  await page.route(`**/p/${post.id}*`, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: asOld(body) });
  });
  await page.route('**/api/timeline/**', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    // The page's own question comes first; what it asks because of the picture is answered as it is.
    await route.fulfill({ response, body: isOld ? asOld(body) : body });
  });
  const refused = page.waitForResponse(
    (answer) => answer.url().includes(`/api/image/${id}/`) && answer.status() === 404,
  );
  refused.then(
    () => (isOld = false),
    () => undefined,
  );
  await page.goto(`/p/${post.id}`);
  await refused;
  const image = page.getByRole('button', { name: /^A closed one/ }).locator('img');
  const source = await until(
    () =>
      image.evaluate((each: { naturalWidth: number; currentSrc: string }) =>
        each.naturalWidth > 0 ? each.currentSrc : '',
      ),
    (shown) => shown !== '',
  );
  expect(source).toMatch(/token=(?!dead)/);
});

test('a closed cover whose token has run out is shown with a new one, to who follows and to its owner', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [jan, leo] = await Promise.all([site.network.signUp('jan'), site.network.signUp('leo')]);
  const page = await site.openAs(leo, '/', { viewport: { width: 390, height: 844 } });
  const { buffer } = await takePicture(page, 300);
  const file = new Blob([buffer], { type: 'image/png' });
  const { id } = await jan.uploadImage(file, { purpose: 'cover' });
  await jan.api.member.profile.update.mutate({ coverImageId: id });
  await leo.api.member.follow.follow.mutate({ memberId: jan.memberId });
  await jan.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const own = await site.openAs(jan, '/', { viewport: { width: 390, height: 844 } });

  for (const [reader, address, place] of [
    [page, `/@${jan.handle}`, page.getByRole('main')],
    [own, '/settings/profile', own.getByRole('group', { name: say('image', 'cover') })],
  ] as const) {
    let isOld = true;
    await reader.route('**/api/member/**', async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({ response, body: isOld ? asOld(body) : body });
    });
    const refused = reader.waitForResponse(
      (answer) => answer.url().includes(`/api/image/${id}/`) && answer.status() === 404,
    );
    refused.then(
      () => (isOld = false),
      () => undefined,
    );
    await reader.goto(address);
    await refused;
    const image = place.locator(`img[src*="${id}"]`);
    await expect
      .poll(() => image.evaluate((each: { naturalWidth: number }) => each.naturalWidth))
      .toBeGreaterThan(0);
    expect(await image.getAttribute('src')).toMatch(/token=(?!dead)/);
  }
});
