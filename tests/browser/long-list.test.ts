import { randomUUID } from 'node:crypto';

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { bell } from './_bell.ts';
import { countCalls, intercept, readMessages, type Say, startTimeoutMs, test } from './_browser.ts';
import { phone, read, readToTheEnd } from './_place.ts';

const rowCount = 180;
/** About as many as lie within 3,000 pixels of a phone's screen. */
const drawnMax = 140;
/** What one member does more often than this is one row. */
const everyMs = 61 * 60_000;

let say: Say;
/** Tells bob of each of her posts. */
let ann: Someone;
let bob: Someone;

test.beforeAll(async ({ site }) => {
  say = await readMessages('en');
  [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const texts = Array.from({ length: rowCount }, (_, index) => `Entry ${index}. @${bob.handle}`);
  await site.network.importPosts(ann, texts, { everyMs });
}, startTimeoutMs);

const rowsOf = (page: Page): Locator => page.getByRole('main').getByRole('listitem');
const rowOf = (page: Page, entry: number): Locator =>
  rowsOf(page).filter({ hasText: `Entry ${entry}. ` });

/** Brings a row to the top of the screen, and the focus to where it leads; gives where it stands then. */
async function focusIn(page: Page, row: Locator): ReturnType<Locator['boundingBox']> {
  await read(page, (await row.getAttribute('data-item')) ?? '');
  await row.getByRole('link').last().focus();
  return row.boundingBox();
}

type List = {
  procedure: string;
  path: string;
  reader: () => Someone;
  readFirst: () => Promise<{ items: { excerpt: string }[] }>;
  pill: () => string;
};

test.for<List>([
  {
    procedure: 'notification.list',
    path: '/notifications',
    reader: () => bob,
    readFirst: () => bob.api.activity.notification.list.query({ limit: 1 }),
    pill: () => say('notification', 'new'),
  },
  {
    procedure: 'activity.mine',
    path: '/activity',
    reader: () => ann,
    readFirst: () => ann.api.activity.activity.mine.query({ limit: 1 }),
    pill: () => say('feed', 'freshPosts'),
  },
  {
    procedure: 'activity.following',
    path: '/activity/following',
    reader: () => bob,
    readFirst: () => bob.api.activity.activity.following.query({ limit: 1 }),
    pill: () => say('feed', 'freshPosts'),
  },
])(
  'of a long list only what is near is drawn; who comes back finds it as it was, with one request, and what is new behind a pill ($path)',
  async ({ procedure, path, reader, readFirst, pill }, { site }) => {
    const isTold = (text: string) =>
      expect
        .poll(async () => (await readFirst()).items[0]?.excerpt, { timeout: 60_000 })
        .toContain(text);
    await isTold('');
    const page = await site.openAs(reader(), path, { viewport: phone });
    await rowOf(page, rowCount - 1).waitFor();
    await readToTheEnd(page, say);
    await expect.poll(() => rowsOf(page).count()).toBeLessThan(drawnMax);
    await expect.poll(() => rowOf(page, rowCount - 1).count()).toBe(0);

    const row = rowOf(page, 9);
    const before = await focusIn(page, row);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/p/*');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const text = `Later than ${path}`;
    await ann.api.content.post.create.mutate({
      text: `${text} @${bob.handle}`,
      idempotencyKey: randomUUID(),
    });
    await isTold(text);
    const asked = countCalls(page, procedure);
    await page.goBack();
    const fresh = page.getByRole('button', { name: pill(), exact: true });
    await fresh.waitFor();
    await expect.poll(() => row.boundingBox()).toEqual(before);
    // A second question would be on its way long before this one is answered.
    await page.evaluate("fetch('/healthz').then((answer) => answer.text())");
    expect(asked()).toBe(1);
    expect(await row.boundingBox()).toEqual(before);
    expect(await rowsOf(page).count()).toBeLessThan(drawnMax);

    await fresh.press('Enter');
    await rowsOf(page).filter({ hasText: text }).waitFor();
    await expect.poll(() => page.evaluate('scrollY')).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('posts');
    await expect.poll(() => fresh.count()).toBe(0);
  },
);

test('who comes to the notifications anew is shown what is new at once, with one request, and what they have seen as read', async ({
  site,
}) => {
  const page = await site.openAs(bob, '/notifications', { viewport: phone });
  const write = (text: string) =>
    ann.api.content.post.create.mutate({
      text: `${text} @${bob.handle}`,
      idempotencyKey: randomUUID(),
    });
  await rowOf(page, rowCount - 1).waitFor();
  await bell(page, say).waitFor();
  await write('To be seen');
  await bell(page, say, 1).waitFor();
  await page.getByRole('button', { name: say('notification', 'new'), exact: true }).click();
  const seen = rowsOf(page).filter({ hasText: 'To be seen' });
  await seen.getByText(say('notification', 'unread')).waitFor({ state: 'attached' });
  await bell(page, say).waitFor();
  // With a second page.
  const goDown = async (): Promise<number> => {
    await page.mouse.wheel(0, 1000);
    return rowOf(page, rowCount - 25).count();
  };
  await expect.poll(goDown, { timeout: 15_000 }).toBe(1);
  const before = await focusIn(page, seen);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/p/*');
  await page.goBack();
  await expect.poll(() => seen.boundingBox()).toEqual(before);
  expect(await seen.getByText(say('notification', 'unread')).count()).toBe(0);

  await seen.getByRole('link').last().click();
  await page.waitForURL('**/p/*');
  await write('News');
  await bell(page, say, 1).waitFor();
  const asked = countCalls(page, 'notification.list');
  await bell(page, say, 1).click();
  await rowsOf(page).first().getByText('News').waitFor();
  await bell(page, say).waitFor();
  expect(asked()).toBe(1);
});

test('a row with the focus stays, however far one scrolls, and a line that was taken out does not take the focus when it comes near again', async ({
  site,
}) => {
  const page = await site.openAs(ann, '/activity', { viewport: phone });
  const taken = rowOf(page, rowCount - 5);
  await taken.getByRole('button', { name: say('activity', 'hide') }).press('Enter');
  await page.getByRole('button', { name: say('activity', 'undo') }).waitFor();
  const filter = page.getByLabel(say('activity', 'filter'));
  await filter.focus();
  await readToTheEnd(page, say);
  await expect.poll(() => rowOf(page, rowCount - 1).count()).toBe(0);
  await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
  await rowOf(page, rowCount - 1).waitFor();
  await filter.and(page.locator(':focus')).waitFor();

  const link = rowOf(page, rowCount - 1)
    .getByRole('link')
    .last();
  await link.focus();
  await readToTheEnd(page, say);
  await expect.poll(() => rowOf(page, rowCount - 45).count()).toBe(0);
  await link.and(page.locator(':focus')).waitFor({ state: 'attached' });
});

test('what one took out of a long list on leaving it is not offered as new on coming back, once it is out', async ({
  site,
}) => {
  const page = await site.openAs(ann, '/activity', { viewport: phone });
  const row = rowOf(page, rowCount - 25);
  const goDown = async (): Promise<number> => {
    await page.mouse.wheel(0, 1000);
    return row.count();
  };
  await rowOf(page, rowCount - 1).waitFor();
  await expect.poll(goDown, { timeout: 15_000 }).toBe(1);
  const held = Promise.withResolvers<void>();
  const isHiding = (url: URL): boolean => url.pathname.includes('activity.hide');
  await intercept(page, isHiding, async (route) => {
    await held.promise;
    await route.continue();
  });
  await rowsOf(page)
    .first()
    .getByRole('button', { name: say('activity', 'hide') })
    .press('Enter');
  await page.getByRole('button', { name: say('activity', 'undo') }).waitFor();
  await focusIn(page, row);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/p/*');
  await page.goBack();
  const fresh = page.getByRole('button', { name: say('feed', 'freshPosts'), exact: true });
  await fresh.waitFor();
  held.resolve();
  await expect.poll(() => fresh.count()).toBe(0);
});
