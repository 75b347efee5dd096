import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { until } from '../src/until.ts';
import { intercept, logIn, readMessages, test } from './_browser.ts';

/** Submits what is written; its session ends while it is on its way, which leads to log-in. */
async function submitLost(page: Page, person: Someone, procedure: string): Promise<void> {
  await page.route(
    `**/api/content/${procedure}*`,
    async (route) => {
      await endSessions(person);
      const { authorization = '' } = route.request().headers();
      const ask = () => page.request.get('/api/member/profile.me', { headers: { authorization } });
      await until(ask, (answer) => answer.status() === 401);
      await route.continue();
    },
    { times: 1 },
  );
  await page.keyboard.press('Control+Enter');
  await page.waitForURL((url) => url.pathname === '/login');
}

/** Ends every session of a member but the one of their program. */
async function endSessions({ api }: Someone): Promise<void> {
  for (const { id, current } of await api.member.session.list.query()) {
    if (!current) await api.member.session.revoke.mutate({ id });
  }
}

test('what a session ended under is sent once, after the same member has logged in again', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id: postId } = await bob.api.content.post.create.mutate({
    text: 'Who saw the heron?',
    idempotencyKey: randomUUID(),
  });
  const page = await site.openAs(ann, `/p/${postId}`);
  const comment = page.getByRole('textbox', { name: say('comment', 'label') });
  await comment.fill('I did');
  await submitLost(page, ann, 'comment.create');
  await logIn(page, say, ann);
  await page.waitForURL(`**/p/${postId}`);
  const written = page.getByRole('article').filter({ hasText: 'I did' });
  await written.getByRole('button', { name: say('comment', 'menu') }).waitFor();
  expect(await comment.inputValue()).toBe('');

  await page.goto('/');
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  await composer.fill('A post of mine');
  await submitLost(page, ann, 'post.create');
  await logIn(page, say, ann);
  await page.getByRole('article').filter({ hasText: 'A post of mine' }).waitFor();
  await expect.poll(() => composer.inputValue()).toBe('');

  // Nothing is sent anew by coming back.
  await page.reload();
  await composer.waitFor();
  await page.goto(`/p/${postId}`);
  await written.waitFor();
  const comments = await bob.api.timeline.post.comments.query({ postId });
  expect(comments.items.map(({ text }) => text)).toEqual(['I did']);
  const posts = await ann.api.timeline.feed.byAuthor.query({ authorId: ann.memberId });
  expect(posts.items.map(({ text }) => text)).toEqual(['A post of mine']);
});

test('what a session ended under is never sent as another member, and waits for its own', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id: postId } = await bob.api.content.post.create.mutate({
    text: 'Who saw the heron?',
    idempotencyKey: randomUUID(),
  });
  const page = await site.openAs(ann, `/p/${postId}`);
  const comment = page.getByRole('textbox', { name: say('comment', 'label') });
  await comment.fill('I did');
  await submitLost(page, ann, 'comment.create');
  await logIn(page, say, bob);
  await page.waitForURL(`**/p/${postId}`);
  await comment.waitFor();
  expect(await comment.inputValue()).toBe('');

  await endSessions(bob);
  await page.goto('/activity');
  await page.waitForURL(/\/login\?next=/);
  await logIn(page, say, ann);
  await page.waitForURL('**/activity');
  await page.goto(`/p/${postId}`);
  await page.getByRole('article').filter({ hasText: 'I did' }).waitFor();
  await expect
    .poll(async () => (await bob.api.timeline.post.comments.query({ postId })).items)
    .toMatchObject([{ text: 'I did', authorId: ann.memberId }]);
});

test('replies and edits that a session ended under are opened and sent by the log-in; opened by hand they are only shown', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const key = () => ({ idempotencyKey: randomUUID() });
  const post = { text: 'Who saw the heron?', ...key() };
  const { id: postId } = await ann.api.content.post.create.mutate(post);
  const first = await bob.api.content.comment.create.mutate({ postId, text: 'I did', ...key() });
  const own = { postId, parentId: first.id, text: 'So did I', ...key() };
  await ann.api.content.comment.create.mutate(own);

  const page = await site.openAs(ann, `/p/${postId}`);
  const item = (text: string) => page.getByRole('article').filter({ hasText: text });
  const replyTo = (text: string) => item(text).getByRole('button', { name: /^Reply to/ });
  const reply = page.getByRole('textbox', { name: /^Reply to/ });
  async function sendLost(procedure: string): Promise<void> {
    await submitLost(page, ann, procedure);
    await logIn(page, say, ann);
    await page.waitForURL(`**/p/${postId}`);
  }
  await replyTo('I did').first().click();
  await reply.fill('Where?');
  await sendLost('comment.create');
  await item('Where?')
    .getByRole('button', { name: say('comment', 'menu') })
    .waitFor();
  await expect.poll(() => reply.count()).toBe(0);

  await item('So did I')
    .getByRole('button', { name: say('comment', 'menu') })
    .click();
  await page.getByRole('menuitem', { name: say('comment', 'edit'), exact: true }).click();
  await page.getByRole('textbox', { name: say('comment', 'editLabel') }).fill('So did we all');
  await sendLost('comment.edit');
  await item('So did we all')
    .getByRole('button', { name: say('comment', 'menu') })
    .waitFor();

  await page
    .getByRole('button', { name: say('post', 'more') })
    .first()
    .click();
  await page.getByRole('menuitem', { name: say('post', 'edit'), exact: true }).click();
  await page.getByRole('textbox', { name: say('post', 'editLabel') }).fill('Who saw the herons?');
  await sendLost('post.edit');
  await page.getByText(say('post', 'saved')).first().waitFor();
  const dialog = page.getByRole('dialog', { name: say('post', 'editTitle') });
  await dialog.waitFor({ state: 'detached' });
  await item('Who saw the herons?').waitFor();

  // As after a log-in that led elsewhere.
  const words = { text: 'By whom?', warning: '', images: [] };
  const attempt = { ...words, idempotencyKey: randomUUID(), interruptedAt: Date.now() };
  const kept = JSON.stringify({ ...words, attempt });
  const slot = `draft:comment:${ann.memberId}:${first.id}`;
  await page.evaluate(`localStorage.setItem('${slot}', '${kept}')`);
  await replyTo('I did').first().click();
  await expect.poll(() => reply.inputValue()).toBe('By whom?');
  await expect.poll(() => page.evaluate(`localStorage.getItem('${slot}')`)).toContain('null');
  expect(await reply.isEditable()).toBe(true);
  const { items } = await ann.api.timeline.post.comments.query({ postId });
  expect(items[0]?.replies.map(({ text }) => text)).toEqual(['So did we all', 'Where?']);
});

test('a feed says that the session could not be restored, in each order, and goes on when it can', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  await bob.api.content.post.create.mutate({ text: 'Seen', idempotencyKey: randomUUID() });
  const page = await site.openAs(ann, '/discover');
  const letBe = await intercept(page.context(), '**/api/token/refresh', (route) =>
    route.fulfill({ status: 503 }),
  );
  for (const path of ['/?sort=topSinceLastVisit', '/']) {
    await page.goto(path);
    await page.getByRole('button', { name: say('ui', 'retry') }).waitFor();
  }
  await page.goto('/?sort=topSinceLastVisit');
  const retry = page.getByRole('button', { name: say('ui', 'retry') });
  await retry.waitFor();
  letBe();
  await retry.click();
  await page.getByRole('article').filter({ hasText: 'Seen' }).waitFor();
});
