import { expect } from 'vitest';

import { bell } from './_bell.ts';
import { intercept, readMessages, test, untilToastsCanCome } from './_browser.ts';

test('what happens while the list is read, or is still empty, waits behind a pill, and moves nothing', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob, eve] = await Promise.all(
    ['ann', 'bob', 'eve'].map((name) => site.network.signUp(name)),
  );
  if (!ann || !bob || !eve) throw new Error('Too few people');
  const page = await site.openAs(ann, '/', { viewport: { width: 390, height: 800 } });
  await page.goto('/notifications');
  await page.getByText(say('notification', 'emptyTitle')).waitFor();
  await untilToastsCanCome(page, say);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const pill = page.getByRole('button', { name: say('notification', 'new') });
  await pill.waitFor();
  // Without a connection it says so and stays; with one, who uses the keyboard goes on from the list.
  await page.context().setOffline(true);
  await pill.press('Enter');
  await page.getByText(say('error', 'OFFLINE')).first().waitFor();
  await page.context().setOffline(false);
  await pill.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  const rows = page.getByRole('region', { name: say('notification', 'title') });
  await rows.getByText('followed you').waitFor();
  await rows.and(page.locator(':focus')).waitFor();
  await bell(page, say).waitFor();
  const before = await rows.boundingBox();

  const post = await ann.api.content.post.create.mutate({
    text: 'Hello',
    idempotencyKey: crypto.randomUUID(),
  });
  await eve.api.content.post.like.mutate({ id: post.id });
  await pill.waitFor();
  expect(await rows.boundingBox()).toEqual(before);
  await pill.click();
  await rows.getByText('liked your post').waitFor();
});

test('what could not be marked as read is marked when there is a connection again', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id } = await ann.api.content.post.create.mutate({
    text: 'First crocus of the year',
    idempotencyKey: crypto.randomUUID(),
  });
  const page = await site.openAs(ann, '/');
  await bell(page, say).waitFor();
  await bob.api.content.post.like.mutate({ id });
  await bell(page, say, 1).waitFor();

  const path = '**/api/activity/notification.markRead*';
  const letBe = await intercept(page, path, (route) => route.abort());
  const failed = page.waitForEvent('requestfailed', (req) => req.url().includes('markRead'));
  await bell(page, say, 1).click();
  await failed;
  await page.getByRole('listitem').filter({ hasText: 'First crocus of the year' }).waitFor();
  expect(await ann.api.activity.notification.unread.query()).toEqual({ count: 1 });
  letBe();
  // What failed has to be over before it is tried again.
  await expect
    .poll(async () => {
      await page.evaluate("window.dispatchEvent(new Event('online'))");
      return bell(page, say).count();
    })
    .toBe(1);
  expect(await ann.api.activity.notification.unread.query()).toEqual({ count: 0 });
});
