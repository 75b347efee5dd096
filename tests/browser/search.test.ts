import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { until } from '../src/until.ts';
import {
  isAsWideAsTheScreen,
  type Language,
  readMessages,
  type Say,
  type Site,
  startTimeoutMs,
  test,
} from './_browser.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };
/** A red one. */
const onePixel = new Blob([
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
]);

let ann: Someone;
let bob: Someone;

test.beforeAll(async ({ site }) => {
  [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  // The first event of a site waits for its consumers to have joined their groups.
  await write('머루 익는 소리');
  await foundTimes('머루 익는', 1);
}, startTimeoutMs);

test('a post with two pictures is found by two letters of a word; once it is deleted neither it nor its pictures are', async ({
  site,
}) => {
  const say = await readMessages('ko');
  const pictures = [await ann.uploadImage(onePixel), await ann.uploadImage(onePixel)];
  const page = await openAsReader(site, '/search', { language: 'ko', viewport: phone });
  const found = page.getByRole('main').getByRole('article').filter({ hasText: '복숭아밭에서' });
  const countFound = async (): Promise<number> => {
    await page.goto('/search?q=숭아');
    await found.or(page.getByText(sayOf(say, 'empty_posts', '숭아'))).waitFor();
    return found.count();
  };
  expect(await countFound()).toBe(0);

  const { id } = await write('복숭아밭에서 하루를 보냈다.', {
    images: pictures.map((picture, index) => ({ id: picture.id, alt: `복숭아 ${index + 1}` })),
  });
  await foundTimes('숭아', 1);
  expect(await countFound()).toBe(1);
  await found.getByRole('button', { name: '복숭아 2' }).waitFor();
  expect(await found.locator('mark').allTextContents()).toEqual(['숭아']);
  expect(await storedOf(site, pictures)).not.toEqual([]);

  await ann.api.content.post.delete.mutate({ id });
  await foundTimes('숭아', 0);
  expect(await countFound()).toBe(0);
  await until(
    async () => {
      await site.network.sweepImages();
      return storedOf(site, pictures);
    },
    (stored) => stored.length === 0,
  );
});

test('by keyboard: the key / leads to the box, arrows to what begins so, Enter goes there, Escape closes', async ({
  site,
}) => {
  const say = await readMessages('en');
  await write('감사한 하루 #감사일기');
  const page = await openAsReader(site, '/', { language: 'en', viewport: desktop });
  await page.getByRole('textbox', { name: say('composer', 'label') }).waitFor();
  const box = page.getByLabel(say('search', 'label'));
  const option = (name: string | RegExp): Locator => page.getByRole('option', { name });
  await suggested(bob, 'ㄱㅅ', '감사일기');

  await page.keyboard.press('/');
  await box.and(page.locator(':focus')).waitFor();
  // Initial consonants will do.
  await page.keyboard.type('ㄱㅅ');
  await option(/감사일기/).waitFor();
  await arrowTo(box, '감사일기');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('option').count()).toBe(0);
  expect(await box.inputValue()).toBe('ㄱㅅ');
  await arrowTo(box, '감사일기');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/tag/${encodeURIComponent('감사일기')}`);
  await page.getByRole('main').getByRole('article').filter({ hasText: '감사한 하루' }).waitFor();

  await box.fill(ann.handle.slice(0, -2));
  await option(new RegExp(`@${ann.handle}`)).waitFor();
  await option(new RegExp(`@${ann.handle}`)).click();
  await page.waitForURL(`**/@${ann.handle}`);

  await box.fill('감사한');
  await box.press('Enter');
  await page.waitForURL(`**/search?q=${encodeURIComponent('감사한')}`);
  await page.getByRole('main').locator('mark', { hasText: '감사한' }).waitFor();
});

test('what was asked for before the last letter is never suggested, however late it comes', async ({
  site,
}) => {
  const say = await readMessages('en');
  await Promise.all([write('#barley'), write('#basalt')]);
  await Promise.all([suggested(bob, 'bar', 'barley'), suggested(bob, 'bas', 'basalt')]);
  const page = await openAsReader(site, '/search', { language: 'en', viewport: desktop });
  const late = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await page.route(/search\.suggest.*%22bar%22/u, async (route) => {
    asked.resolve();
    await late.promise;
    // The page may have taken the question back.
    await route.continue().catch(() => undefined);
  });
  const box = page.getByLabel(say('search', 'label'));
  await box.fill('bar');
  await asked.promise;
  await box.fill('bas');
  const options = page.getByRole('option');
  await options.filter({ hasText: 'basalt' }).waitFor();
  late.resolve();
  await page.unrouteAll({ behavior: 'wait' });
  expect(await options.filter({ hasText: 'barley' }).count()).toBe(0);
  await options.filter({ hasText: 'basalt' }).waitFor();
});

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 320, height: 640 } },
  { language: 'en', viewport: phone },
])(
  'on a phone the bar leads to the search; what was searched for is kept for its reader alone, and forgotten on demand ($language)',
  async (look, { site }) => {
    const { language } = look;
    const say = await readMessages(language);
    const reader = await site.network.signUp('reader');
    const word = language === 'ko' ? '수박' : 'melon';
    await write(language === 'ko' ? '수박을 잘랐다' : 'Cut a melon open');
    await reader.api.member.profile.update.mutate({ language });
    const page = await site.openAs(reader, '/', look);
    const main = page.getByRole('main');
    await page
      .getByRole('navigation', { name: say('shell', 'bottomMenu') })
      .getByRole('link', { name: say('shell', 'search') })
      .click();
    await page.waitForURL('**/search');
    await main.getByRole('link', { name: say('search', 'discover') }).waitFor();
    for (const query of [word, `"${word}" -x`]) {
      await page.getByLabel(say('search', 'label')).fill(query);
      await page.getByLabel(say('search', 'label')).press('Enter');
      await page.waitForURL((url) => url.searchParams.get('q') === query);
      await main.getByRole('article').filter({ hasText: word }).waitFor();
      await expect.poll(() => recentsOf(reader)).toContain(query);
    }
    expect(await isAsWideAsTheScreen(page)).toBe(true);

    await main
      .getByRole('navigation', { name: say('search', 'tabs') })
      .getByRole('link')
      .nth(2)
      .click();
    await page.waitForURL((url) => url.searchParams.get('type') === 'people');
    await main.getByText(sayOf(say, 'empty_people', `"${word}" -x`)).waitFor();
    await page.goto('/search');
    const recent = main.getByRole('region', { name: say('search', 'recent') });
    await expect
      .poll(() => recent.getByRole('link').allTextContents())
      .toEqual([`"${word}" -x`, word]);
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    await recent
      .getByRole('button', { name: sayOf(say, 'recentRemove', word), exact: true })
      .click();
    await expect.poll(() => recentsOf(reader)).toEqual([`"${word}" -x`]);
    await recent.getByRole('button', { name: say('search', 'recentClear') }).click();
    await expect.poll(() => recentsOf(reader)).toEqual([]);
    await expect.poll(() => recent.count()).toBe(0);

    // The help is opened by hand, and an example of it searches.
    await main.getByText(say('search', 'help')).click();
    await main.getByRole('link', { name: say('search', 'example_without') }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === say('search', 'example_without'));
  },
);

test('results come page by page to their end; a failure says so, and is tried again', async ({
  site,
}) => {
  const say = await readMessages('en');
  for (let number = 1; number <= 25; number += 1) await write(`Quince number ${number}`);
  await until(
    () => bob.api.search.search.posts.query({ query: 'quince', limit: 50 }),
    ({ items }) => items.length === 25,
  );
  const page = await openAsReader(site, '/', { language: 'en', viewport: desktop });
  const main = page.getByRole('main');
  let isAway = true;
  await page.route(/\/api\/search\/.*search\.posts/u, (route) =>
    isAway ? route.abort() : route.continue(),
  );
  await page.goto('/search?q=quince&sort=newest');
  await main.getByText(say('error', 'title')).waitFor();
  isAway = false;
  await main.getByRole('button', { name: say('ui', 'retry') }).click();
  await main.getByText('Quince number 25', { exact: true }).waitFor();
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 2000);
      return main.getByText(say('ui', 'end')).count();
    })
    .toBe(1);
  await main.getByText('Quince number 1', { exact: true }).waitFor();

  // What one does about a post that was found shows at once.
  const first = main.getByRole('article').filter({ hasText: 'Quince number 1' }).last();
  const like = first.getByRole('button', { name: /like/i });
  await like.click();
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('true');

  await page.goto('/search?q=%3F%21');
  await main.getByText(say('search', 'nothingTitle')).waitFor();
});

test.for<Language>(['ko', 'en'])(
  'without scripts a visitor searches and reads what is found (%s)',
  async (language, { site }) => {
    const say = await readMessages(language);
    await write('Figs 무화과 on the table #과일바구니');
    await until(
      () => bob.api.search.search.posts.query({ query: '무화과' }),
      ({ items }) => items.length > 0,
    );
    const page = await site.open({ language, viewport: desktop, javaScriptEnabled: false });
    await page.goto('/');
    await page.getByLabel(say('search', 'label')).fill('무화과');
    await page.getByLabel(say('search', 'label')).press('Enter');
    await page.waitForURL((url) => url.pathname === '/search');
    await page.getByRole('main').locator('mark', { hasText: '무화과' }).first().waitFor();
    await page.getByRole('link', { name: say('search', 'tab_people') }).click();
    await page.getByText(sayOf(say, 'empty_people', '무화과')).waitFor();
    await page.goto('/search?q=과일&type=tags');
    const tags = page.getByRole('main').getByRole('link', { name: /#과일바구니/ });
    expect(await tags.count()).toBe(1);
  },
);

/** Pages speak the language of the account. */
async function openAsReader(
  site: Site,
  path: string,
  look: { language: Language; viewport: { width: number; height: number } },
): Promise<Page> {
  await bob.api.member.profile.update.mutate({ language: look.language });
  return site.openAs(bob, path, look);
}

function write(
  text: string,
  more: { images?: { id: string; alt: string }[] } = {},
): Promise<{ id: string }> {
  return ann.api.content.post.create.mutate({ text, ...more, idempotencyKey: randomUUID() });
}

/** Waits until so many posts are found. */
async function foundTimes(query: string, count: number): Promise<void> {
  await until(
    () => bob.api.search.search.posts.query({ query }),
    ({ items }) => items.length === count,
  );
}

/** Waits until a tag is suggested. */
async function suggested(person: Someone, prefix: string, tag: string): Promise<void> {
  await until(
    () => person.api.search.search.suggest.query({ prefix }),
    ({ tags }) => tags.some((found) => found.tag === tag),
  );
}

async function recentsOf(person: Someone): Promise<string[]> {
  const { items } = await person.api.search.recent.list.query();
  return items.map(({ query }) => query);
}

/** Which of the files of these pictures the object store holds. */
async function storedOf(site: Site, pictures: { id: string }[]): Promise<string[]> {
  const names = await readdir(site.network.imageDir, { recursive: true });
  return names.filter((name) => pictures.some(({ id }) => name.includes(id)));
}

function sayOf(say: Say, key: string, query: string): string {
  return say('search', key).replace('{query}', query);
}

/** Goes down to the option with this text; the first press may only open the list. */
async function arrowTo(box: Locator, text: string): Promise<void> {
  await expect
    .poll(async () => {
      await box.press('ArrowDown');
      return activeOf(box);
    })
    .toContain(text);
}

/** The text of the option that the box points at. */
async function activeOf(box: Locator): Promise<string> {
  const id = await box.getAttribute('aria-activedescendant');
  return id === null ? '' : box.page().locator(`[id="${id}"]`).innerText();
}
