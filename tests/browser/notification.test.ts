import { expect } from 'vitest';

import { password } from '../src/network.ts';
import { bell } from './_bell.ts';
import { type Language, readMessages, test } from './_browser.ts';

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 1440, height: 900 } },
  { language: 'en', viewport: { width: 390, height: 800 } },
])(
  'a like shows at the bell of every tab as it happens, is read on the page, and leads to the post ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    await ann.api.member.profile.update.mutate({ language });
    const post = await ann.api.content.post.create.mutate({
      text: 'First snow of the year',
      idempotencyKey: crypto.randomUUID(),
    });
    const page = await site.openAs(ann, '/', { language, viewport });
    const second = await page.context().newPage();
    await second.goto('/');
    await bell(page, say).waitFor();

    await bob.api.content.post.like.mutate({ id: post.id });
    for (const tab of [page, second]) await bell(tab, say, 1).waitFor();

    await bell(page, say, 1).click();
    const rows = page
      .getByRole('region', { name: say('notification', 'title') })
      .getByRole('listitem');
    const row = rows.filter({ hasText: 'First snow of the year' });
    await row.waitFor();
    expect(await row.innerText()).toContain('bob');
    // Read here, it is read in the other tab as well.
    for (const tab of [page, second]) await bell(tab, say).waitFor();

    const watched = page.waitForResponse((answer) => answer.url().includes('post.watch'));
    await row.getByRole('link', { name: /bob/ }).last().click();
    await page.waitForURL((url) => url.pathname === `/p/${post.id}`);

    // The open page follows the counters, and the notification of the comment leads to it.
    await watched;
    const comment = await bob.api.content.comment.create.mutate({
      postId: post.id,
      text: 'So white',
      idempotencyKey: crypto.randomUUID(),
    });
    const counts = page.getByRole('article', { name: say('post', 'by').replace('{name}', 'ann') });
    // Once in the text, and perhaps once for readers of the screen.
    await counts
      .getByText(/^1 (comment|댓글)$/)
      .first()
      .waitFor();
    await bell(page, say, 1).click();
    // The comment is on the page that is left, too.
    const told = rows.filter({ hasText: 'So white' });
    await told.getByRole('link', { name: /bob/ }).last().press('Enter');
    await page.waitForURL((url) => url.searchParams.get('comment') === comment.id);
    const linked = page.getByRole('region', { name: say('comment', 'linked') });
    await linked.getByText('So white').waitFor();
    await expect
      .poll(() => page.evaluate('document.activeElement?.id'))
      .toBe(`comment-${comment.id}`);
    expect(await page.getByText('So white').count()).toBe(1);

    // Deleted, it is gone from here at once, and for who comes back.
    await linked.getByRole('button', { name: say('comment', 'menu') }).click();
    await page.getByRole('menuitem', { name: say('comment', 'delete') }).click();
    await page.getByRole('button', { name: say('comment', 'deleteConfirm'), exact: true }).click();
    await linked.getByText(say('comment', 'removed')).waitFor();
    await expect.poll(() => page.getByText('So white').count()).toBe(0);
    await page.goBack();
    await page.waitForURL('**/notifications');
    await page.goForward();
    await page.getByText(say('comment', 'linkedGone')).waitFor();
  },
);

test('what one does not want to hear of is set by keyboard, and kept', async ({ site }) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/settings/notifications', {
    viewport: { width: 320, height: 700 },
  });
  const likes = page.getByLabel('Likes');
  await likes.focus();
  await likes.selectOption('nobody');
  const save = page.getByRole('button', { name: say('notification', 'save') });
  await save.focus();
  await page.keyboard.press('Enter');
  await page.getByText(say('notification', 'saved')).waitFor();
  await page.reload();
  await expect.poll(() => likes.inputValue()).toBe('nobody');
});

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 320, height: 640 } },
  { language: 'en', viewport: { width: 1280, height: 900 } },
])(
  'posts of one member are asked for, a conversation is muted, and a story is told and taken out ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const [ann, bob] = await Promise.all([site.network.signUp('Ann'), site.network.signUp('Bob')]);
    const { notification, activity } = ann.api.activity;
    await ann.api.member.profile.update.mutate({ language });
    await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
    const page = await site.openAs(ann, '/', { language, viewport });
    const main = page.getByRole('main');

    // Beside the follow, by keyboard.
    await page.goto(`/@${bob.handle}`);
    const hear = main.getByRole('button', {
      name: say('profile', 'bell').replace('{name}', 'Bob'),
    });
    await hear.focus();
    await page.keyboard.press('Enter');
    await page.getByText(say('profile', 'bellOn').replace('{name}', 'Bob')).waitFor();
    expect(await hear.getAttribute('aria-pressed')).toBe('true');
    const { id: postId } = await bob.api.content.post.create.mutate({
      text: 'Snow again',
      idempotencyKey: crypto.randomUUID(),
    });

    // What is told of it is muted where it is told; the row stays until the next visit.
    await expect
      .poll(async () => (await notification.unread.query()).count, { timeout: 30_000 })
      .toBe(1);
    await page.goto('/notifications');
    const told = main.getByRole('listitem').filter({ hasText: 'Snow again' });
    const place = await told.boundingBox();
    await told.getByRole('button', { name: say('notification', 'menu') }).focus();
    await page.keyboard.press('Enter');
    const item = (key: string) => page.getByRole('menuitem', { name: say('notification', key) });
    await item('threadMute').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await told.getByLabel(say('notification', 'threadIsMuted')).waitFor();
    expect(await told.boundingBox()).toEqual(place);
    await expect
      .poll(async () => (await notification.threadMute.query({ postId })).muted)
      .toBe(true);
    await page.reload();
    await main.getByText(say('notification', 'emptyTitle')).waitFor();
    // And heard of again from the post's own menu.
    await page.goto(`/p/${postId}`);
    await main
      .getByRole('article')
      .getByRole('button', { name: say('post', 'more') })
      .first()
      .click();
    await item('threadUnmute').click();
    await expect
      .poll(async () => (await notification.threadMute.query({ postId })).muted)
      .toBe(false);

    // The story of those one follows, and one's own, out of which a line is taken: nothing moves.
    await page.goto('/activity/following');
    await main.getByRole('link', { name: 'Snow again' }).waitFor();
    await ann.api.content.post.like.mutate({ id: postId });
    await expect
      .poll(async () => (await activity.mine.query({ type: 'post.liked' })).items.length)
      .toBe(1);
    await main.getByRole('link', { name: say('activity', 'mine') }).click();
    await page.waitForURL(/\/activity$/);
    const lines = main.getByRole('listitem');
    // Which post one liked.
    const liked = lines.filter({ hasText: { ko: /좋아요를 눌렀/, en: /liked a post/ }[language] });
    await liked.getByRole('link', { name: 'Snow again' }).waitFor();
    const followed = lines.filter({ hasText: 'Bob' });
    await followed.waitFor();
    const last = lines.last();
    const before = await last.boundingBox();
    await followed.getByRole('button', { name: say('activity', 'hide') }).click();
    await page.keyboard.press('Enter'); // Undo has the focus.
    await followed.waitFor();
    expect(await last.boundingBox()).toEqual(before);
    await followed.getByRole('button', { name: say('activity', 'hide') }).click();
    await main.getByText(say('activity', 'hidden')).waitFor();
    expect(await last.boundingBox()).toEqual(before);
    // Left, it is out for good.
    await main.getByRole('link', { name: say('activity', 'following') }).click();
    const types = async () => (await activity.mine.query({})).items.map(({ type }) => type);
    await expect.poll(types).not.toContain('member.followed');
    expect(await types()).toContain('member.signed_up');
    // A part of the story has an address.
    await page.goBack();
    await main.getByLabel(say('activity', 'filter')).selectOption('member.followed');
    await page.waitForURL(/\/activity\?type=member\.followed$/);
    await main.getByText(say('activity', 'emptyOfType')).waitFor();
    // And so it is when the session is left.
    await page.goto('/activity');
    await liked.getByRole('button', { name: say('activity', 'hide') }).click();
    await main.getByText(say('activity', 'hidden')).waitFor();
    await page
      .getByRole('button', { name: new RegExp(`@${ann.handle}`) })
      .filter({ visible: true })
      .click();
    await page.getByRole('menuitem', { name: say('shell', 'logOut') }).click();
    await expect.poll(types).not.toContain('post.liked');
  },
);

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 320, height: 640 } },
  { language: 'en', viewport: { width: 1280, height: 900 } },
])(
  'an author hears that a post is hidden, is led to why, and hears when others see it again ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const ann = await site.network.signUp('ann');
    await ann.api.member.profile.update.mutate({ language });
    const page = await site.openAs(ann, '/', { language, viewport });
    await bell(page, say).waitFor();
    const { id } = await ann.api.content.post.create.mutate({
      text: 'Come and buy followers now',
      idempotencyKey: crypto.randomUUID(),
    });

    await bell(page, say, 1).click();
    const rows = page
      .getByRole('region', { name: say('notification', 'title') })
      .getByRole('listitem');
    const hidden = rows.filter({ hasText: 'Come and buy followers now' });
    const toldHidden = { ko: /내 글이 가려졌어요/, en: /Your post was hidden/ }[language];
    await hidden.getByRole('link', { name: toldHidden }).press('Enter');
    await page.waitForURL((url) => url.pathname === `/p/${id}`);
    await page.getByRole('note').getByText(say('report', 'hiddenTitle')).waitFor();
    // It has been read, so its return is worth a word.
    await bell(page, say).waitFor();

    // Edited, it is shown again, and the page says so by itself.
    await page
      .getByRole('button', { name: say('post', 'more') })
      .first()
      .click();
    await page.getByRole('menuitem', { name: say('post', 'edit') }).click();
    await page.getByRole('textbox', { name: say('post', 'editLabel') }).fill('Come and say hello');
    await page.keyboard.press('Control+Enter');
    await page.getByText(say('post', 'saved')).first().waitFor();
    await page.getByRole('note').waitFor({ state: 'detached' });
    await bell(page, say, 1).click();
    const told = { ko: /내 글을 다른 사람도 다시/, en: /Others see your post again/ }[language];
    await rows.getByRole('link', { name: told }).waitFor();
    expect(await rows.count()).toBe(1);
    expect(await rows.getByRole('button').count()).toBe(0);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
  },
);

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 320, height: 640 } },
  { language: 'en', viewport: { width: 1280, height: 900 } },
])(
  'a log-in from a new device is told on the page that is open, and leads to the sessions ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const ann = await site.network.signUp('ann');
    const page = await site.openAs(ann, '/', { language, viewport });
    await bell(page, say).waitFor();
    await fetch(`${site.network.url}/api/member/auth.logIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Firefox/130.0' },
      body: JSON.stringify({ email: ann.email, password }),
    });
    await bell(page, say, 1).click();
    const told = { ko: /새 기기에서 로그인했어요/, en: /logged in to your account/ }[language];
    await page.getByRole('link', { name: told }).click();
    await page.waitForURL('**/settings/sessions');
  },
);
