import { randomUUID } from 'node:crypto';

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import { intercept, readMessages, type Say, test, untilToastsCanCome } from './_browser.ts';

const phone = { width: 320, height: 640 };

const write = (text: string) => ({ text, idempotencyKey: randomUUID() });

test('a bookmark, its taking back, a like of a comment and a follow that are refused or cannot be sent are taken back, each with its reason', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { content, member } = bob.api;
  const kept = await content.post.create.mutate(write('Kept before'));
  const unkept = await content.post.create.mutate(write('Not kept yet'));
  const discussed = await content.post.create.mutate(write('Discussed'));
  const comment = await content.comment.create.mutate({ postId: discussed.id, ...write('Why?') });
  await ann.api.content.post.bookmark.mutate({ id: kept.id });
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  const page = await site.openAs(ann, '/', { viewport: phone });
  const within = (text: string) => page.getByRole('article').filter({ hasText: text });

  const bookmarkOf = (text: string): Press => {
    const button = within(text).getByRole('button', { name: say('post', 'bookmark') });
    return { button, state: () => button.getAttribute('aria-pressed'), pressed: 'true' };
  };
  const gone = { path: '**/api/content/**', reason: say('error', 'POST_NOT_FOUND') };
  await expectTakenBack(page, say, {
    ...bookmarkOf('Not kept yet'),
    ...gone,
    refuse: () => content.post.delete.mutate({ id: unkept.id }),
  });
  await expectTakenBack(page, say, {
    ...bookmarkOf('Kept before'),
    pressed: 'false',
    ...gone,
    refuse: () => content.post.delete.mutate({ id: kept.id }),
  });

  await page.goto(`/p/${discussed.id}`);
  const like = within('Why?').getByRole('button', { name: /likes?$/ });
  await expectTakenBack(page, say, {
    button: like,
    state: () => like.getAttribute('aria-pressed'),
    pressed: 'true',
    path: '**/api/content/comment.like*',
    reason: say('error', 'COMMENT_NOT_FOUND'),
    refuse: () => content.comment.delete.mutate({ id: comment.id }),
  });

  await ann.api.member.follow.unfollow.mutate({ memberId: bob.memberId });
  await page.goto(`/@${bob.handle}`);
  const follow = page.getByRole('main').getByRole('button', { name: /^Follow(?:ing)? bob/ });
  await expectTakenBack(page, say, {
    button: follow,
    state: () => follow.getAttribute('aria-label'),
    pressed: say('profile', 'unfollowName').replace('{name}', 'bob'),
    path: '**/api/member/follow.*',
    reason: say('error', 'MEMBER_NOT_FOUND'),
    refuse: () => member.block.block.mutate({ memberId: ann.memberId }),
  });
});

test('who presses twice in haste has written once, and likes what the page says', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const { id } = await ann.api.content.post.create.mutate(write('Pressed in haste'));
  const page = await site.openAs(ann, `/p/${id}`, { viewport: phone });
  await page.getByRole('textbox', { name: say('comment', 'label') }).fill('Once');
  await page.getByRole('button', { name: say('comment', 'submit'), exact: true }).dblclick();
  await page.getByRole('article').filter({ hasText: 'Once' }).first().waitFor();
  const like = page.getByRole('article', { name: 'Post by' }).locator('[data-shortcut=l]');
  let answered = 0;
  page.on('requestfinished', (req) => {
    if (/post\.(?:un)?like/.test(req.url())) answered += 1;
  });
  // Once its script is there each press is one: two that come before it cancel each other out.
  for (const times of [1, 2]) {
    await like.click();
    await expect.poll(() => answered).toBe(times);
  }
  await like.dblclick();
  await expect.poll(() => answered).toBe(4);
  const { liked, likeCount, commentCount } = await ann.api.timeline.post.byId.query({ id });
  expect({ likeCount, commentCount }).toEqual({ likeCount: liked ? 1 : 0, commentCount: 1 });
  await expect.poll(() => like.getAttribute('aria-pressed')).toBe(String(liked));
});

type Press = { button: Locator; state: () => Promise<string | null>; pressed: string };

/** A press shows at once; without a connection, and when the service refuses it, it is as before, with the reason. */
async function expectTakenBack(
  page: Page,
  say: Say,
  press: Press & { path: string; reason: string; refuse: () => Promise<unknown> },
): Promise<void> {
  const { button, state, pressed, path, reason, refuse } = press;
  await button.waitFor();
  await untilToastsCanCome(page, say);
  const before = await state();
  expect(before).not.toBe(pressed);
  for (const [text, fail] of [
    [say('error', 'OFFLINE'), () => page.context().setOffline(true)],
    [reason, refuse],
  ] as const) {
    const held = Promise.withResolvers<void>();
    const letBe = await intercept(page, path, async (route) => {
      await held.promise;
      await route.continue();
    });
    await fail();
    await button.click();
    await expect.poll(state).toBe(pressed);
    held.resolve();
    await page.getByText(text).first().waitFor();
    await expect.poll(state).toBe(before);
    letBe();
    await page.context().setOffline(false);
    await page.getByLabel(say('ui', 'dismiss')).click();
    await page.getByText(text).first().waitFor({ state: 'detached' });
  }
}
