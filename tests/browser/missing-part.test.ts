import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { intercept, readMessages, test, untilToastsCanCome } from './_browser.ts';

const write = (text: string) => ({ text, idempotencyKey: randomUUID() });

test('where the scripts of its parts do not come, the rest of a page is there, and says what is missing of it', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  await ann.api.content.post.create.mutate(write('Read without them'));
  const page = await site.openAs(ann, '/robots.txt');
  const parts = ['TrendCard', 'RecommendationCard', 'MemberStream', 'MeMenu', 'PostWriter'];
  const { withheld, letBe } = await withhold(page, parts);
  await page.goto('/');
  const main = page.getByRole('main');
  await main.getByRole('alert').getByText(say('error', 'NETWORK')).waitFor();
  await expect.poll(() => [...withheld].toSorted()).toEqual(parts.toSorted());
  await page.getByRole('complementary', { name: say('shell', 'side') }).waitFor();
  await main.getByRole('article').filter({ hasText: 'Read without them' }).waitFor();
  expect(await page.getByText(say('shell', 'brokenTitle')).count()).toBe(0);

  letBe();
  await main
    .getByRole('alert')
    .getByRole('button', { name: say('ui', 'retry') })
    .click();
  await main.getByRole('textbox', { name: say('composer', 'label') }).waitFor();
  await page.getByRole('button', { name: `@${ann.handle}` }).waitFor();
});

test('where the script of the member’s menu does not come, a button in its place loads the page anew', async ({
  site,
}) => {
  const say = await readMessages('ko');
  const kim = await site.network.signUp('kim');
  const page = await site.openAs(kim, '/robots.txt', { language: 'ko' });
  const { letBe } = await withhold(page, ['MeMenu']);
  await page.goto('/');
  const instead = page.getByRole('button', { name: say('shell', 'menuMissing') });
  await instead.waitFor();
  letBe();
  await instead.click();
  await page.getByRole('button', { name: `@${kim.handle}` }).waitFor();
  expect(await instead.count()).toBe(0);
});

test('a post whose script for members does not come is read as the server wrote it, and promises nothing else', async ({
  site,
}) => {
  const say = await readMessages('en');
  const bob = await site.network.signUp('bob');
  const { id } = await bob.api.content.post.create.mutate(write('As the server wrote it'));
  await bob.api.content.comment.create.mutate({ postId: id, ...write('Answered') });
  const page = await site.openAs(bob, '/robots.txt');
  const { withheld, letBe } = await withhold(page, ['LivePost']);
  await page.goto(`/p/${id}`);
  const main = page.getByRole('main');
  await main.getByRole('alert').getByText(say('error', 'NETWORK')).waitFor();
  await main.getByText('As the server wrote it').waitFor();
  await main.getByText('Answered').waitFor();
  expect([...withheld]).toEqual(['LivePost']);
  // What is pressed or written would be sent, and nothing would show it.
  await expect.poll(() => main.getByRole('button').allTextContents()).toEqual([say('ui', 'retry')]);
  expect(await main.getByRole('textbox').count()).toBe(0);
  letBe();
  await main.getByRole('button', { name: say('ui', 'retry') }).click();
  await main
    .getByRole('button', { name: /^\d+ likes?$/ })
    .first()
    .waitFor();
  await main.getByRole('textbox', { name: say('comment', 'label') }).waitFor();
});

test('a like whose script does not come says so, and the next press finds it', async ({ site }) => {
  const say = await readMessages('en');
  const eve = await site.network.signUp('eve');
  const post = await eve.api.content.post.create.mutate(write('Like me'));
  await eve.api.content.comment.create.mutate({ postId: post.id, ...write('Me too') });
  const page = await site.openAs(eve, '/robots.txt');
  const { withheld, letBe } = await withhold(page, ['MemberMark', 'MemberCommentLike']);
  await page.goto(`/p/${post.id}`);
  await page.getByRole('textbox', { name: say('comment', 'label') }).waitFor();
  await untilToastsCanCome(page, say);
  const likes = page.getByRole('main').getByRole('button', { name: /^\d+ likes?$/ });
  await expect.poll(() => withheld.size).toBe(2);
  for (const like of [likes.first(), likes.last()]) {
    await like.click();
    await page.getByText(say('error', 'NETWORK')).first().waitFor();
    await page.getByLabel(say('ui', 'dismiss')).click();
    await page.getByText(say('error', 'NETWORK')).first().waitFor({ state: 'detached' });
    expect(await like.getAttribute('aria-pressed')).toBe('false');
  }
  letBe();
  for (const like of [likes.first(), likes.last()]) {
    await like.click();
    await like.and(page.locator('[aria-pressed=true]')).waitFor();
  }
  const read = () => eve.api.timeline.post.byId.query({ id: post.id });
  await expect.poll(async () => (await read()).likeCount).toBe(1);
});

/** Keeps what exports these from a page, as a connection does that breaks meanwhile, and tells what it has kept. */
async function withhold(page: Page, parts: string[]) {
  const withheld = new Set<string>();
  const letBe = await intercept(page, '**/*.js', async (route) => {
    const answer = await route.fetch();
    const script = await answer.text();
    const held = parts.filter((part) => script.includes(`["${part}",`));
    for (const part of held) withheld.add(part);
    if (held.length > 0) await route.abort();
    else await route.fulfill({ response: answer });
  });
  return { withheld, letBe };
}
