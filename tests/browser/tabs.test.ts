import { randomUUID } from 'node:crypto';

import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Someone } from '../src/network.ts';
import { logIn, readMessages, type Site, startSite, startTimeoutMs } from './_browser.ts';

let site: Site;
let aheadMs = 0;

beforeAll(async () => {
  site = await startSite({ now: () => new Date(Date.now() + aheadMs) });
}, startTimeoutMs);
afterAll(() => site[Symbol.asyncDispose]());

test('who logs out stays where they are in every tab, and what they did there is neither shown nor done for who logs in after', async () => {
  const say = await readMessages('en');
  const [ann, bob, cat] = await Promise.all([
    site.network.signUp('ann'),
    site.network.signUp('bob'),
    site.network.signUp('cat'),
  ]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  const write = (text: string) => ({ text, idempotencyKey: randomUUID() });
  const { id: postId } = await bob.api.content.post.create.mutate({
    ...write('Under a warning'),
    contentWarning: 'Snow',
  });
  await bob.api.content.comment.create.mutate({ ...write('Well said'), postId });
  const profile = await site.openAs(ann, `/@${bob.handle}`);
  const context = profile.context();
  const marked = /\/(?:post|comment)\.(?:un)?(?:like|bookmark)/;
  const marks: string[] = [];
  const refused: string[] = [];
  context.on('request', (req) => {
    if (marked.test(req.url())) marks.push(req.url());
  });
  context.on('response', (answer) => {
    if (answer.status() === 401) refused.push(answer.url());
  });
  // Reached from a list, a post begins as it stood there.
  const conversation = await context.newPage();
  await conversation.goto(`/@${bob.handle}`);
  const listed = conversation.getByRole('article').filter({ hasText: 'Snow' });
  await listed.getByRole('button', { name: say('post', 'bookmark') }).click();
  await listed.locator('[aria-pressed=true]').waitFor();
  await listed.locator('time').click();
  await conversation.waitForURL(`**/p/${postId}`);
  const menu = await context.newPage();
  await menu.goto('/recent');
  const tabs = [profile, conversation, menu];
  const paths = () => tabs.map((tab) => new URL(tab.url()).pathname);
  const before = paths();

  await profile
    .getByRole('button', { name: say('profile', 'bell').replace('{name}', 'bob') })
    .waitFor();
  const card = profile.getByRole('article').filter({ hasText: 'Snow' });
  const text = card.getByText('Under a warning');
  await card.getByText('Snow').click();
  await text.waitFor();
  await card.locator('[data-shortcut=l]').click();
  const comments = conversation.locator('#comments').getByRole('article');
  const opened = conversation.getByRole('article', { name: 'Post by' });
  const pressed = opened.locator('[aria-pressed=true]');
  await pressed.first().waitFor();
  await comments.getByRole('button', { name: /likes?$/ }).click();
  await conversation.getByRole('textbox', { name: say('comment', 'label') }).fill('Mine');
  await conversation.keyboard.press('Control+Enter');
  await expect.poll(() => comments.first().innerText()).toContain('Mine');
  const replyTo = say('comment', 'replyTo').replace('{name}', 'bob');
  await conversation.getByRole('button', { name: replyTo }).click();
  const reply = conversation.getByRole('textbox', {
    name: say('comment', 'replyPlaceholder').replace('{name}', 'bob'),
  });
  await reply.waitFor();
  const isMarked = async () => {
    const { liked, bookmarked } = await ann.api.timeline.post.byId.query({ id: postId });
    const { items } = await ann.api.timeline.post.comments.query({ postId });
    return liked && bookmarked && items[0]?.liked === true;
  };
  await expect.poll(isMarked).toBe(true);

  const menuOf = (tab: Page, person: Pick<Someone, 'handle'>) =>
    tab.getByRole('button', { name: new RegExp(`@${person.handle}`) }).first();
  await menuOf(menu, ann).click();
  await menu.getByRole('menuitem', { name: say('shell', 'logOut') }).click();
  for (const tab of tabs) {
    await tab
      .getByRole('link', { name: say('shell', 'logIn') })
      .first()
      .waitFor();
    // What the pages have asked for meanwhile has been answered.
    await tab.evaluate('fetch("/healthz").then(() => true)');
  }
  expect(refused).toEqual([]);
  expect(paths()).toEqual(before);
  await expect.poll(() => text.isVisible()).toBe(false);
  await expect.poll(() => pressed.count()).toBe(0);
  await opened.waitFor();

  marks.length = 0;
  await menu.goto('/login');
  await logIn(menu, say, cat);
  for (const tab of tabs) await menuOf(tab, cat).waitFor();
  await expect
    .poll(async () =>
      (await comments.allInnerTexts()).map((each) => /Well said|Mine/.exec(each)?.[0]),
    )
    .toEqual(['Well said', 'Mine']);
  expect(marks).toEqual([]);
  expect(await reply.count()).toBe(0);
  expect(await pressed.count()).toBe(0);
  expect(await text.isVisible()).toBe(false);
  expect(refused).toEqual([]);
});

test('what only the one before may read is gone with them, before the services have answered', async () => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  await bob.api.member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const words = 'Only for those I know';
  await bob.api.content.post.create.mutate({ text: words, idempotencyKey: randomUUID() });
  const page = await site.openAs(ann, `/@${bob.handle}`);
  const menu = await page.context().newPage();
  await menu.goto('/recent');
  // Reached by a press, the post begins as it stood in the list.
  const text = page.getByRole('article').getByText(words);
  await text.click();
  await page.waitForURL('**/p/*');
  await text.waitFor();

  const gate = Promise.withResolvers<void>();
  await page.route(/post\.byId/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  const name = say('shell', 'myMenu').replace('{name}', 'ann').replace('{handle}', ann.handle);
  await menu.getByRole('button', { name }).first().click();
  await menu.getByRole('menuitem', { name: say('shell', 'logOut') }).click();
  await page
    .getByRole('link', { name: say('shell', 'logIn') })
    .first()
    .waitFor();
  await expect.poll(() => text.count()).toBe(0);
  gate.resolve();
  await page.getByText(say('post', 'notFoundTitle')).first().waitFor();
});

test('five tabs share one token: none refreshes to begin, one does when it has ended, and all log out as one', async () => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const first = await site.open();
  const context = first.context();
  const refreshes: number[] = [];
  context.on('response', (answer) => {
    if (answer.url().endsWith('/api/token/refresh')) refreshes.push(answer.status());
  });
  await first.goto('/login');
  await logIn(first, say, ann);
  const composer = first.getByRole('textbox', { name: say('composer', 'label') });
  await composer.waitFor();

  // Further tabs get the token from the first.
  const tabs: { tab: Page; field: Locator }[] = [{ tab: first, field: composer }];
  const postIds: string[] = [];
  while (tabs.length < 5) {
    const post = { text: 'Asked of me', idempotencyKey: randomUUID() };
    const { id } = await ann.api.content.post.create.mutate(post);
    const tab = await context.newPage();
    await tab.goto(`/p/${id}`);
    // Each has a text of its own: one and the same is one in all tabs.
    const field = tab.getByRole('textbox', { name: say('comment', 'label') });
    await field.waitFor();
    postIds.push(id);
    tabs.push({ tab, field });
  }
  expect(refreshes).toEqual([]);

  // The token ends, and all of them have something to say.
  const texts = tabs.map((_tab, index) => `written in tab ${index + 1}`);
  for (const [index, { field }] of tabs.entries()) await field.fill(texts[index] ?? '');
  const before = await refreshTokenOf(first);
  aheadMs = 16 * 60_000;
  await Promise.all(tabs.map(({ field }) => field.press('Control+Enter')));
  await Promise.all(
    tabs.map(({ tab }, index) =>
      tab
        .getByRole('article')
        .filter({ hasText: texts[index] ?? '' })
        .waitFor(),
    ),
  );
  expect(refreshes).toEqual([200]);
  const after = await refreshTokenOf(first);
  expect(after).toEqual({ ...before, generation: before.generation + 1 });
  const [post] = (await ann.api.timeline.feed.byAuthor.query({ authorId: ann.memberId })).items;
  const written = [post?.text];
  for (const postId of postIds) {
    const { items } = await ann.api.timeline.post.comments.query({ postId });
    written.push(...items.map(({ text }) => text));
  }
  expect(written).toEqual(texts);

  const menu = say('shell', 'myMenu').replace('{name}', 'ann').replace('{handle}', ann.handle);
  await first.getByRole('button', { name: menu }).first().click();
  await first.getByRole('menuitem', { name: say('shell', 'logOut') }).click();
  await Promise.all(
    tabs.map(({ tab }) =>
      tab
        .getByRole('link', { name: say('shell', 'logIn') })
        .first()
        .waitFor(),
    ),
  );
  expect(refreshes).toEqual([200]);
});

/** Which session the cookie of the browser belongs to, and how often it has been refreshed. */
async function refreshTokenOf(tab: Page): Promise<{ family: string; generation: number }> {
  const cookies = await tab.context().cookies();
  const value = cookies.find(({ name }) => name === 'refresh')?.value ?? '';
  const bytes = Buffer.from(value, 'base64url');
  return { family: bytes.toString('hex', 0, 16), generation: bytes.readUInt32BE(16) };
}
