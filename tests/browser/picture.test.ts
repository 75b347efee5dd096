import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Someone } from '../src/network.ts';
import { until } from '../src/until.ts';
import {
  intercept,
  isAsWideAsTheScreen,
  type Language,
  readMessages,
  type Site,
  startSite,
  startTimeoutMs,
} from './_browser.ts';

/** Stands before the site as a CDN does, or fails. */
const cdn = { state: 'pass' as 'pass' | 'fail', origin: '', asked: 0 };
let server: Server;
let site: Site;
let ann: Someone;

beforeAll(async () => {
  server = createServer((request, response) => {
    cdn.asked += 1;
    if (cdn.state === 'fail') return void response.writeHead(502).end();
    const passOn = async (): Promise<void> => {
      const answer = await fetch(cdn.origin + String(request.url));
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    };
    // The site may have gone with its last page.
    passOn().catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  site = await startSite({ imageOrigin: `http://127.0.0.1:${port}` });
  cdn.origin = site.network.url;
  ann = await site.network.signUp('ann');
}, startTimeoutMs);
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

/** As large as a screen; taken of one. */
async function takePicture(page: Page): Promise<Buffer<ArrayBuffer>> {
  await page.goto('/login');
  return Buffer.from(await page.screenshot());
}

/** A new post with pictures, as its author's program writes it. */
async function post(file: Buffer<ArrayBuffer>, given: { alts: string[]; warning?: string }) {
  const images = [];
  for (const alt of given.alts) {
    const { id } = await ann.uploadImage(new Blob([file], { type: 'image/png' }));
    images.push({ id, alt });
  }
  return ann.api.content.post.create.mutate({
    text: given.alts.join(', '),
    images,
    ...(given.warning !== undefined && { contentWarning: given.warning }),
    idempotencyKey: randomUUID(),
  });
}

/** The address of what an image shows, once it shows it. */
async function shownBy(image: Locator): Promise<string> {
  return until(
    () =>
      image.evaluate((each: { naturalWidth: number; currentSrc: string }) =>
        each.naturalWidth > 0 ? each.currentSrc : '',
      ),
    (source) => source !== '',
  );
}

test.each<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 320, height: 640 } },
  { language: 'en', viewport: { width: 1440, height: 900 } },
])(
  'the pictures of a member are looked through by keyboard, and each leads to its post ($language)',
  async ({ language, viewport }) => {
    const say = await readMessages(language);
    const person = await site.network.signUp('grid');
    const page = await site.open({ language, viewport, colorScheme: 'dark' });
    const file = await takePicture(page);
    await page.goto(`/@${person.handle}/media`);
    await page.getByText(say('profile', 'mediaEmptyTitle')).waitFor();

    const { id } = await post(file, { alts: ['A heron', ''] });
    await post(file, { alts: ['A fall'], warning: 'heights' });
    await page.goto(`/@${ann.handle}`);
    const tabs = page.getByRole('navigation', { name: say('profile', 'tabs') });
    await tabs.getByRole('link', { name: say('profile', 'media') }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/@${ann.handle}/media`);
    const grid = page.getByRole('region', {
      name: say('profile', 'mediaOf').replace('{name}', 'ann'),
    });
    const heron = grid.getByRole('link', { name: 'A heron' }).first();
    await heron.waitFor();
    await shownBy(heron.locator('img'));
    // Newest first: what carries a warning is a blur, under the warning's name.
    const [first, , third] = await grid.getByRole('link').all();
    expect(await first?.getAttribute('aria-label')).toBe(
      say('image', 'warned').replace('{warning}', 'heights'),
    );
    expect(await first?.locator('img').count()).toBe(0);
    expect(await third?.getAttribute('aria-label')).toBe(say('image', 'unnamed'));
    expect(await isAsWideAsTheScreen(page)).toBe(true);

    await heron.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/p/${id}`);
    await page.getByRole('button', { name: /^A heron/ }).waitFor();

    const visitor = await site.open({ language, viewport, javaScriptEnabled: false });
    await visitor.goto(`/@${ann.handle}/media`);
    await visitor.getByRole('link', { name: 'A heron' }).first().waitFor();
  },
);

test('pictures come from the CDN while it works, and from the site itself where it fails', async () => {
  const page = await site.open();
  const file = await takePicture(page);
  const { id } = await post(file, { alts: ['By the CDN'] });
  const image = page.getByRole('button', { name: /^By the CDN/ }).locator('img');
  cdn.asked = 0;
  await page.goto(`/p/${id}`);
  expect(new URL(await shownBy(image)).origin).not.toBe(site.network.url);
  expect(cdn.asked).toBeGreaterThan(0);

  cdn.state = 'fail';
  try {
    const { id: other } = await post(file, { alts: ['By the site'] });
    await page.goto(`/p/${other}`);
    const fallen = page.getByRole('button', { name: /^By the site/ }).locator('img');
    await expect
      .poll(async () => new URL(await shownBy(fallen)).origin)
      .toBe(new URL(site.network.url).origin);
  } finally {
    cdn.state = 'pass';
  }
});

test('a picture is pasted, another dropped; one on its way is cancelled and leaves nothing', async () => {
  const say = await readMessages('en');
  const bob = await site.network.signUp('bob');
  const page = await site.openAs(bob, '/', { viewport: { width: 390, height: 844 } });
  const file = Buffer.from(await page.screenshot()).toString('base64');
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  const form = page.locator('form').filter({ has: composer });
  const give = async (type: 'paste' | 'drop'): Promise<void> => {
    await composer.focus();
    // As text: these tests are checked without the browser's own types.
    await page.evaluate(`{
      const bytes = Uint8Array.from(atob('${file}'), (letter) => letter.codePointAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'screen.png', { type: 'image/png' }));
      const how = { bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(
        '${type}' === 'paste'
          ? new ClipboardEvent('paste', { ...how, clipboardData: data })
          : new DragEvent('drop', { ...how, dataTransfer: data }),
      );
    }`);
  };
  const described = (number: number): Locator =>
    form.getByRole('textbox', { name: say('image', 'altLabel').replace('{number}', `${number}`) });
  await give('paste');
  await described(1).waitFor();
  await give('drop');
  await described(2).waitFor();

  // The third does not get through.
  const letBe = await intercept(page, '**/api/image?*', () => undefined);
  const cancelled = page.waitForEvent('requestfailed', (req) => req.url().includes('/api/image?'));
  await give('paste');
  await form.getByRole('progressbar').waitFor();
  const cancel = form.getByRole('button', { name: say('image', 'cancel') });
  await cancel.focus();
  await page.keyboard.press('Enter');
  await cancelled;
  await form.getByRole('progressbar').waitFor({ state: 'detached' });
  letBe();
  await composer.fill('Pasted and dropped');
  await form.getByRole('button', { name: say('composer', 'submit'), exact: true }).click();
  await page.getByRole('article').filter({ hasText: 'Pasted and dropped' }).waitFor();
  const { items } = await bob.api.timeline.feed.mine.query({});
  expect(items[0]?.images).toHaveLength(2);
});

test('the part of a picture that is to be the cover is chosen by keyboard, and shown above the profile', async () => {
  const say = await readMessages('ko');
  const cora = await site.network.signUp('cora');
  await cora.api.member.profile.update.mutate({ language: 'ko' });
  const page = await site.openAs(cora, '/settings/profile', {
    language: 'ko',
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  const buffer = Buffer.from(await page.screenshot());
  const setting = page.getByRole('group', { name: say('image', 'cover') });
  await setting
    .locator('input[type=file]')
    .setInputFiles([{ name: 'screen.png', mimeType: 'image/png', buffer }]);
  const dialog = page.getByRole('dialog');
  const zoom = dialog.getByRole('slider', { name: say('image', 'zoom') });
  // What the dialog itself gives the focus to has it by then.
  await dialog.locator(':focus').waitFor();
  await zoom.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number(await zoom.inputValue())).toBeGreaterThan(1);
  const save = dialog.getByRole('button', { name: say('image', 'save') });
  await save.focus();
  await page.keyboard.press('Enter');
  await page.getByText(say('image', 'saved')).waitFor();
  await page.goto(`/@${cora.handle}`);
  const { coverUrl } = await cora.api.member.profile.me.query();
  const cover = page.locator(`img[src$="${coverUrl}"]`);
  await shownBy(cover);
  const shape = await cover.evaluate((image: { naturalWidth: number; naturalHeight: number }) => [
    image.naturalWidth,
    image.naturalHeight,
  ]);
  expect((shape[0] ?? 0) / (shape[1] ?? 1)).toBeCloseTo(3, 1);
});
