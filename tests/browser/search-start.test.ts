import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { until } from '../src/until.ts';
import { intercept, readMessages, type Site, startSite, startTimeoutMs, test } from './_browser.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1440, height: 900 };
/** The first event of a site waits for its consumers to have joined their groups. */
const atFirstMs = 30_000;

test('an emptied box takes the results away, without Enter; what is typed next stays, and back leads to the results', async ({
  site,
}) => {
  const say = await readMessages('ko');
  const ann = await site.network.signUp('ann');
  await ann.api.member.profile.update.mutate({ language: 'ko' });
  const text = '무화과나무 아래에서';
  await ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
  await until(
    () => ann.api.search.search.posts.query({ query: '무화과나무' }),
    ({ items }) => items.length > 0,
  );
  const page = await site.openAs(ann, '/search?q=무화과나무&type=posts', {
    language: 'ko',
    viewport: phone,
  });
  const main = page.getByRole('main');
  const box = page.getByLabel(say('search', 'label'));
  const found = main.getByRole('article').filter({ hasText: text });
  const trends = main.getByRole('region', { name: say('search', 'trends') });
  await found.waitFor();

  await box.fill('');
  await trends.waitFor();
  await found.waitFor({ state: 'detached' });
  expect(addressOf(page)).toBe('/search');
  await main.getByRole('link', { name: '무화과나무', exact: true }).waitFor();
  expect(await box.inputValue()).toBe('');
  await box.and(page.locator(':focus')).waitFor();

  await page.goBack();
  await found.waitFor();
  expect(await box.inputValue()).toBe('무화과나무');

  // Before its page has come, the next word is begun.
  await box.fill('');
  await box.pressSequentially('복숭');
  // By its words: while suggestions are open, whoever hears the page is read nothing else.
  await main.getByText(say('search', 'trends'), { exact: true }).waitFor();
  expect(await box.inputValue()).toBe('복숭');
  await box.fill('');
  await page.goBack();
  await found.waitFor();

  await page.getByRole('button', { name: say('search', 'clear') }).click();
  await trends.waitFor();
  expect(addressOf(page)).toBe('/search');
});

test('comments with pictures are said not to exist', async ({ site }) => {
  const say = await readMessages('en');
  const page = await site.open({ language: 'en', viewport: phone });
  await page.goto('/search?q=has%3Aimage%20cat&type=comments');
  await page.getByText(say('search', 'noPicturesTitle')).waitFor();
});

test('searches of one’s own that cannot be had say so, and are there when they are asked for again', async ({
  site,
}) => {
  const say = await readMessages('ko');
  const ann = await site.network.signUp('ann');
  await ann.api.member.profile.update.mutate({ language: 'ko' });
  await ann.api.search.recent.add.mutate({ query: '어제 찾은 말' });
  const page = await site.openAs(ann, '/', { language: 'ko', viewport: phone });
  const isRecents = (url: URL): boolean => url.pathname.includes('recent.list');
  const letBe = await intercept(page, isRecents, (route) => route.abort());
  await page.goto('/search');
  const recents = page.getByRole('region', { name: say('search', 'recent') });
  const alert = recents.getByRole('alert');
  await alert.getByText(say('error', 'title')).waitFor();
  // There is nothing to be cleared yet.
  expect(await recents.getByRole('button').count()).toBe(1);
  letBe();
  await alert.getByRole('button', { name: say('ui', 'retry') }).click();
  await recents.getByRole('link', { name: '어제 찾은 말' }).waitFor();
  await alert.waitFor({ state: 'detached' });
});

// What is in trend others change, too.
test(
  'a tag that two members use today stands in the trends, on the page and beside the content, and leads to its posts',
  async () => {
    await using site = await startSite();
    const say = await readMessages('ko');
    const [ann, bob] = [await site.network.signUp('ann'), await site.network.signUp('bob')];
    await write(site, { who: ann, text: '첫 눈이 왔다 #첫눈소식' });
    await write(site, { who: bob, text: '여기도 #첫눈소식' });
    await write(site, { who: bob, text: '혼자 쓰는 #혼잣말' });
    await bob.api.member.profile.update.mutate({ language: 'ko' });
    const page = await site.openAs(bob, '/search', { language: 'ko', viewport: desktop });
    const trends = page.getByRole('region', { name: say('search', 'trends') });
    const tag = trends.getByRole('link', { name: '#첫눈소식' });
    await tag.waitFor();
    expect(await trends.getByRole('link').count()).toBe(1);
    await tag.click();
    await page.waitForURL(`**/tag/${encodeURIComponent('첫눈소식')}`);
    await page.getByRole('main').getByRole('article').filter({ hasText: '여기도' }).waitFor();
    // There it stands beside the content.
    await tag.waitFor();
  },
  2 * startTimeoutMs,
);

type Writer = Awaited<ReturnType<Site['network']['signUp']>>;

/** Writes, and waits until it can be found. */
async function write(site: Site, { who, text }: { who: Writer; text: string }): Promise<void> {
  const { id } = await who.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
  await until(
    () => site.network.createClient().api.search.search.posts.query({ query: text }),
    ({ items }) => items.some(({ post }) => post.id === id),
    atFirstMs,
  );
}

function addressOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}
