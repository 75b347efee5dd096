import { randomUUID } from 'node:crypto';

import { Redis } from 'ioredis';
import type { Locator, Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';

import {
  intercept,
  type Language,
  readMessages,
  type Say,
  test,
  untilToastsCanCome,
} from './_browser.ts';

const phone = { width: 320, height: 640 };

/** A limit of the content service: posts that one member may write in an hour. */
const postsPerHour = 60;

const write = (text: string) => ({ text, idempotencyKey: randomUUID() });

/** The main column's button that sends a post. */
const submitOf = (page: Page, say: Say) =>
  page.getByRole('main').getByRole('button', { name: say('composer', 'submit'), exact: true });

test.for<Language>(['ko', 'en'])(
  'a like that is refused shows at once, is taken back, and says why (%s)',
  async (language, { site }) => {
    const say = await readMessages(language);
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    await ann.api.member.profile.update.mutate({ language });
    await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
    const { id } = await bob.api.content.post.create.mutate(write('Here for a moment'));
    const page = await site.openAs(ann, '/', { language, viewport: phone });
    const card = page.getByRole('article').filter({ hasText: 'Here for a moment' });
    const like = card.locator('[data-shortcut=l]');
    await like.waitFor();
    await bob.api.content.post.delete.mutate({ id });

    const isPressed = () => like.getAttribute('aria-pressed');
    const held = Promise.withResolvers<void>();
    await page.route('**/api/content/post.like*', async (route) => {
      await held.promise;
      await route.continue();
    });
    await like.click();
    await expect.poll(isPressed).toBe('true');
    held.resolve();
    // Once to be seen, once to be read out.
    await page.getByText(say('error', 'POST_NOT_FOUND')).first().waitFor();
    await expect.poll(isPressed).toBe('false');
    expect(await like.innerText()).not.toContain('1');
  },
);

// At the end of a clock hour it is seconds.
test.for<{ language: Language; when: RegExp }>([
  { language: 'ko', when: /\d+(?:분|초) 뒤에/ },
  { language: 'en', when: /Try again in \d+ (?:minute|second)s?\./ },
])(
  'who writes too much keeps the text and learns when to try again ($language)',
  async ({ language, when }, { site }) => {
    const say = await readMessages(language);
    const ann = await site.network.signUp('ann');
    await ann.api.member.profile.update.mutate({ language });
    for (let number = 1; number <= postsPerHour; number += 1) {
      await ann.api.content.post.create.mutate(write(`Entry ${number}.`));
    }
    const page = await site.openAs(ann, '/', { language, viewport: phone });
    const composer = page.getByRole('textbox', { name: say('composer', 'label') });
    await composer.fill('One more');
    await submitOf(page, say).click();
    await page.getByRole('alert').filter({ hasText: when }).waitFor();
    expect(await composer.inputValue()).toBe('One more');
    expect(await page.getByRole('article').filter({ hasText: 'One more' }).count()).toBe(0);
  },
);

test('without a connection each action says so and loses nothing; with it, all goes on', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  const { id } = await bob.api.content.post.create.mutate(write('Read on the train'));
  const page = await site.openAs(ann, '/', { viewport: phone });
  const card = page.getByRole('article').filter({ hasText: 'Read on the train' });
  const like = card.locator('[data-shortcut=l]');
  await like.waitFor();
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  await composer.fill('Written in a tunnel');
  const offline = page.getByText(say('error', 'OFFLINE'));
  await untilToastsCanCome(page, say);

  await page.context().setOffline(true);
  await submitOf(page, say).click();
  await page
    .getByRole('main')
    .getByRole('alert')
    .filter({ hasText: say('error', 'OFFLINE') })
    .waitFor();
  expect(await composer.inputValue()).toBe('Written in a tunnel');
  await like.click();
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe('false');
  await expect.poll(() => offline.count()).toBeGreaterThan(1);
  await card.getByText('Read on the train').click();
  // Keys, too, would lead to the browser's own error page.
  await page.keyboard.type('gn');
  expect(new URL(page.url()).pathname).toBe('/');

  await page.context().setOffline(false);
  await submitOf(page, say).click();
  await page.getByRole('article').filter({ hasText: 'Written in a tunnel' }).waitFor();
  await like.click();
  await expect.poll(async () => (await ann.api.timeline.post.byId.query({ id })).liked).toBe(true);
  const { items } = await ann.api.timeline.feed.byAuthor.query({ authorId: ann.memberId });
  expect(items.map(({ text }) => text)).toEqual(['Written in a tunnel']);
  // What others wrote meanwhile is told of again.
  await bob.api.content.post.create.mutate(write('Seen at the station'));
  await page.getByRole('button', { name: '1 new post', exact: true }).click();
  await page.getByRole('article').filter({ hasText: 'Seen at the station' }).waitFor();
});

test('what has not been loaded yet, and other orders and languages of a page, say that there is no connection and leave the page as it is', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/login');
  const file = new Blob([Buffer.from(await page.screenshot())], { type: 'image/png' });
  const { id } = await ann.uploadImage(file);
  await ann.api.content.post.create.mutate({ ...write('Seen'), images: [{ id, alt: 'A door' }] });
  await page.goto('/');
  const card = page.getByRole('article').filter({ hasText: 'Seen' });
  await card.waitFor();
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  await composer.fill('Half a sentence');
  await untilToastsCanCome(page, say);
  // As after a connection that broke, or a release that took the files of the one before away.
  const picture = card.getByRole('button', { name: 'A door' });
  const more = card.getByRole('button', { name: say('post', 'more') });
  const drafts = page.getByRole('button', { name: say('composer', 'drafts') });
  const expectToast = async (text: string): Promise<void> => {
    await page.getByText(text).first().waitFor();
    await page.getByLabel(say('ui', 'dismiss')).click();
    await page.getByText(text).first().waitFor({ state: 'detached' });
    expect(await composer.inputValue()).toBe('Half a sentence');
  };
  const offline = say('error', 'OFFLINE');
  const letBe = await intercept(page, '**/_next/static/**', (route) =>
    route.fulfill({ status: 404 }),
  );
  await picture.click();
  await expectToast(say('error', 'NETWORK'));
  letBe();
  await page.context().setOffline(true);
  for (const button of [picture, more, drafts]) {
    await button.click();
    await expectToast(offline);
  }
  await page.keyboard.press('Escape');
  await composer.blur();
  await page.keyboard.type('?');
  await expectToast(offline);
  await page.getByRole('link', { name: say('feed', 'sort_mostCommented') }).click();
  await expectToast(offline);
  await page.getByRole('complementary').getByRole('button', { name: '한국어' }).click();
  await expectToast(offline);
  expect(page.url()).toBe(new URL('/', page.url()).href);
  expect(await page.context().cookies()).not.toContainEqual(
    expect.objectContaining({ name: 'lang', value: 'ko' }),
  );

  await page.context().setOffline(false);
  await picture.click();
  await page.getByRole('dialog').getByRole('img', { name: 'A door' }).waitFor();
  await page.keyboard.press('Escape');
  await more.click();
  await page.getByRole('menuitem', { name: say('post', 'copyLink') }).waitFor();
  await page.getByRole('menuitem', { name: say('notification', 'threadMute') }).waitFor();
  await page.context().setOffline(true);
  await page.getByRole('menuitem', { name: say('post', 'delete') }).click();
  await expectToast(offline);
  await page.context().setOffline(false);
  await more.click();
  await page.getByRole('menuitem', { name: say('post', 'delete') }).click();
  await page.getByRole('alertdialog').waitFor();
});

test('a list whose order has gone says so, and is loaded anew and read on', async ({ site }) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  for (let number = 1; number <= 25; number += 1) {
    const { id: postId } = await ann.api.content.post.create.mutate(write(`Entry ${number}.`));
    await ann.api.content.comment.create.mutate({ ...write('Well'), postId, parentId: null });
  }
  const page = await site.openAs(ann, '/discover', { viewport: phone });
  const held = Promise.withResolvers<void>();
  await page.route(/feed\.following.*cursor/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto('/?sort=mostCommented');
  await page.getByText('Entry 25.', { exact: true }).waitFor();
  const redis = new Redis(inject('stores').redisUrl);
  onTestFinished(() => redis.disconnect());
  const kept = await redis.keys(`*following/mostCommented/${ann.memberId}/*`);
  expect(kept).toHaveLength(1);
  await redis.del(kept);
  held.resolve();
  const reload = page.getByRole('button', { name: say('feed', 'reloadList') });
  const end = page.getByText(say('ui', 'end'));
  const goDown = async (to: Locator): Promise<number> => {
    await page.mouse.wheel(0, 2000);
    return to.count();
  };
  await expect.poll(() => goDown(reload)).toBe(1);
  await page.getByText(say('error', 'CURSOR_INVALID')).waitFor();
  await reload.click();
  await expect.poll(() => goDown(end)).toBe(1);
  await page.getByText('Entry 1.', { exact: true }).waitFor();
});
