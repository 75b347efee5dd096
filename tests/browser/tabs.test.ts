import { randomUUID } from 'node:crypto';

import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { logIn, readMessages, type Site, startSite, startTimeoutMs } from './_browser.ts';

let site: Site;
let aheadMs = 0;

beforeAll(async () => {
  site = await startSite({ now: () => new Date(Date.now() + aheadMs) });
}, startTimeoutMs);
afterAll(() => site[Symbol.asyncDispose]());

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
