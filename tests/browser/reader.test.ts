import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { logIn, readMessages, startTimeoutMs, test } from './_browser.ts';

/** What all scripts of a public post may weigh for a visitor, in bytes as brotli sends them. */
const scriptBytesMax = 150_000;

let author: Someone;
let address: string;
let commentId: string;

test.beforeAll(async ({ site }) => {
  author = await site.network.signUp('author');
  const { content } = author.api;
  const post = await content.post.create.mutate({ text: 'Read me', idempotencyKey: randomUUID() });
  for (let number = 1; number <= 25; number += 1) {
    const comment = await content.comment.create.mutate({
      postId: post.id,
      text: `Comment ${number}.`,
      idempotencyKey: randomUUID(),
    });
    commentId = comment.id;
  }
  address = `/p/${post.id}`;
}, startTimeoutMs);

test('who only reads a post loads no more than reading needs, and asks the services for nothing but to count the view', async ({
  site,
}) => {
  const page = await site.open();
  const problems = watchForProblems(page);
  const calls: string[] = [];
  const scripts: Promise<{ responseBodySize: number }>[] = [];
  page.on('request', (req) => {
    const { pathname } = new URL(req.url());
    if (pathname.startsWith('/api/')) calls.push(pathname);
  });
  page.on('requestfinished', (req) => {
    if (req.resourceType() === 'script') scripts.push(req.sizes());
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.getByText('Comment 20.').waitFor();
  const sizes = await Promise.all(scripts);
  const scriptBytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  expect(scriptBytes).toBeGreaterThan(0);
  expect(scriptBytes).toBeLessThan(scriptBytesMax);
  expect(calls.filter((path) => path !== '/api/timeline/post.view')).toEqual([]);
  expect(problems).toEqual([]);
});

test('a post that is not there is said to be missing', async ({ site }) => {
  const say = await readMessages('en');
  const page = await site.open();
  const answer = await page.goto(`/p/${randomUUID()}`);
  expect(answer?.status()).toBe(404);
  await page.getByText(say('post', 'notFoundTitle')).waitFor();
});

test('who logs in to answer comes back to the comment they were led to', async ({ site }) => {
  const say = await readMessages('en');
  const page = await site.open();
  const linked = `${address}?comment=${commentId}`;
  await page.goto(linked);
  await page.getByRole('link', { name: say('comment', 'logIn') }).click();
  await page.waitForURL(`**/login?next=${encodeURIComponent(linked)}`);
});

test('what a reader asks for comes when it is pressed', async ({ site }) => {
  const say = await readMessages('en');
  const page = await site.open();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const problems = watchForProblems(page);
  await page.goto(address, { waitUntil: 'networkidle' });

  const more = page.getByRole('button', { name: say('comment', 'more') });
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Comment 25.').waitFor();
  await expect.poll(() => more.count()).toBe(0);
  // The button goes with the last of them: one goes on from the first that came.
  const firstThatCame = page.getByRole('article').filter({ hasText: 'Comment 21.' });
  await firstThatCame.and(page.locator(':focus')).waitFor();

  await page.getByRole('button', { name: say('post', 'share') }).click();
  await page.getByText(say('post', 'linkCopied')).waitFor();

  await page
    .getByRole('article', { name: 'Post by' })
    .getByRole('button', { name: /^\d+ likes?$/ })
    .click();
  await page.waitForURL(`**/login?next=${encodeURIComponent(address)}`);
  await logIn(page, say, author);
  await page.waitForURL(`**${address}`);
  await page.getByRole('textbox', { name: say('comment', 'label') }).waitFor();
  await more.press('Enter');
  await firstThatCame.and(page.locator(':focus')).waitFor();
  expect(problems).toEqual([]);
});

test('a reader goes on to other pages, and becomes a member where another tab has logged in', async ({
  site,
}) => {
  const say = await readMessages('en');
  const page = await site.open();
  const problems = watchForProblems(page);
  await page.goto(address, { waitUntil: 'networkidle' });
  const other = await page.context().newPage();
  await other.goto('/login');
  await logIn(other, say, author);
  await other.getByRole('textbox', { name: say('composer', 'label') }).waitFor();

  // A headless browser hides no tab, so the event of coming back is sent by hand.
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByRole('textbox', { name: say('comment', 'label') }).waitFor();

  const visitor = await site.open();
  await visitor.goto(address, { waitUntil: 'networkidle' });
  await visitor
    .getByRole('link', { name: `author @${author.handle}` })
    .first()
    .click();
  await visitor.waitForURL(`**/@${author.handle}`);
  await visitor.getByRole('article').filter({ hasText: 'Read me' }).waitFor();
  await visitor.goBack();
  await visitor.getByText('Comment 20.').waitFor();
  expect(problems).toEqual([]);
});

/** Collects what the page throws or complains about: a failed hydration, a refused script. */
function watchForProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return problems;
}
