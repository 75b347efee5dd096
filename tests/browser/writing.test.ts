import { randomUUID } from 'node:crypto';

import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { knownVersion, type Language, logIn, readMessages, test } from './_browser.ts';

/** A message as a pattern: any count fits. */
const counted = (message: string, count: number): RegExp =>
  new RegExp(
    message.includes('plural')
      ? `^${count} `
      : `^${message.replace('{count, number}', String(count))}$`,
  );

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1440, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 640 } },
])(
  'a draft followed from another device, posted under a warning, kept, edited with its history ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const ann = await site.network.signUp('ann');
    await ann.api.member.profile.update.mutate({ language });
    const begin = (text: string, contentWarning = '') =>
      ann.api.content.draft.save.mutate({ id: randomUUID(), text, contentWarning, version: 0 });
    await begin(`Begun elsewhere #snow @${ann.handle}`, 'Spoilers');
    await begin('To be thrown away');
    await begin('To be sent');
    const drafts = async () => (await ann.api.content.draft.list.query({})).items;

    const page = await site.open({ language, viewport });
    await page.goto('/discover');
    await page.waitForURL(/\/login/);
    await logIn(page, say, ann);
    await page.waitForURL(/\/discover$/);

    // They have a page, where one is thrown away and another sent, by keyboard.
    await page.goto('/drafts');
    const list = page.getByRole('region', { name: say('composer', 'drafts') });
    const row = (text: string) => list.getByRole('listitem').filter({ hasText: text });
    await row('To be thrown away')
      .getByRole('button', { name: say('composer', 'draftDelete') })
      .focus();
    await page.keyboard.press('Enter');
    await row('To be thrown away').waitFor({ state: 'detached' });
    await row('To be sent').getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: say('composer', 'label') });
    await expect.poll(() => field.inputValue()).toBe('To be sent');
    expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    );
    await field.fill('To be sent now');
    await expect
      .poll(drafts)
      .toContainEqual(expect.objectContaining({ text: 'To be sent now', version: 2 }));
    await expect.poll(() => knownVersion(page, ann)).toBe(2);
    await page.keyboard.press('Control+Enter');
    await row('To be sent').waitFor({ state: 'detached' });
    await row('Begun elsewhere').waitFor();
    expect(await drafts()).toHaveLength(1);
    await page.goto('/');

    // The draft of the other device takes its place in the composer, with its warning.
    const composer = page.getByRole('textbox', { name: say('composer', 'label') });
    await page.getByRole('button', { name: say('composer', 'drafts') }).click();
    await page
      .getByRole('dialog', { name: say('composer', 'drafts') })
      .getByText('Begun elsewhere')
      .click();
    await expect.poll(() => composer.inputValue()).toContain('Begun elsewhere');
    const warning = page.getByRole('textbox', { name: say('composer', 'warningLabel') });
    expect(await warning.inputValue()).toBe('Spoilers');

    // What is typed here is saved there; the post takes the draft with it.
    await composer.fill(`The end of it #snow @${ann.handle}`);
    await expect
      .poll(async () => (await ann.api.content.draft.list.query({})).items)
      .toMatchObject([{ text: `The end of it #snow @${ann.handle}`, version: 2 }]);
    await expect.poll(() => knownVersion(page, ann)).toBe(2);
    await page
      .getByRole('main')
      .getByRole('button', { name: say('composer', 'submit'), exact: true })
      .click();
    const card = page.getByRole('article').filter({ hasText: 'Spoilers' });
    await card.waitFor();
    await expect.poll(async () => (await ann.api.content.draft.list.query({})).items).toEqual([]);

    // Folded until it is opened, by keyboard too; the mention leads to a member.
    const text = card.getByText('The end of it');
    expect(await text.isVisible()).toBe(false);
    await card.locator('summary').focus();
    await page.keyboard.press('Enter');
    await text.waitFor();
    expect(
      await card.getByRole('link', { name: `@${ann.handle}`, exact: true }).getAttribute('href'),
    ).toBe(`/@${ann.handle}`);

    // Kept at once, and still so after a reload.
    const bookmark = card.getByRole('button', { name: say('post', 'bookmark') });
    await bookmark.click();
    await expect.poll(() => bookmark.getAttribute('aria-pressed')).toBe('true');
    const [post] = (await ann.api.timeline.feed.byAuthor.query({ authorId: ann.memberId })).items;
    await expect
      .poll(async () =>
        ann.api.timeline.post.byId.query({ id: post?.id ?? '' }).then((seen) => seen.bookmarked),
      )
      .toBe(true);

    // Edited, and everybody can read what it said before.
    await card.getByRole('button', { name: say('post', 'more') }).click();
    await page.getByRole('menuitem', { name: say('post', 'edit'), exact: true }).click();
    await page.getByRole('textbox', { name: say('post', 'editLabel') }).fill('Told anew');
    const editing = page.getByRole('dialog', { name: say('post', 'editTitle') });
    await editing.getByRole('button', { name: say('post', 'save') }).click();
    await editing.waitFor({ state: 'hidden' });
    const visitor = await site.open({ language, viewport });
    await visitor.goto(`/p/${post?.id}`);
    await visitor.getByRole('button', { name: say('post', 'historyOpen') }).click();
    const history = visitor.getByRole('dialog', { name: say('post', 'historyTitle') });
    await history.getByText(say('post', 'historyNow'), { exact: true }).waitFor();
    await history.locator('summary').last().click();
    await history.getByText('The end of it').waitFor();
  },
);

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'ko', viewport: { width: 1440, height: 900 } },
  { language: 'en', viewport: { width: 390, height: 844 } },
])(
  'a comment is liked, edited and deleted; its replies stay under a placeholder ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const [ann, bob] = (await Promise.all(
      ['ann', 'bob'].map((name) => site.network.signUp(name)),
    )) as [Someone, Someone]; // two names, two people
    await ann.api.member.profile.update.mutate({ language });
    const key = () => ({ idempotencyKey: randomUUID() });
    const post = await bob.api.content.post.create.mutate({ text: 'A post of Bob’s', ...key() });
    const place = { postId: post.id };
    const first = await ann.api.content.comment.create.mutate({
      ...place,
      text: 'First!',
      ...key(),
    });
    await bob.api.content.comment.create.mutate({
      ...place,
      parentId: first.id,
      text: 'Indeed',
      ...key(),
    });

    const page = await site.open({ language, viewport });
    await page.goto('/discover');
    await page.waitForURL(/\/login/);
    await logIn(page, say, ann);
    await page.waitForURL(/\/discover$/);
    await page.goto(`/p/${post.id}`);
    await page.getByRole('textbox', { name: say('comment', 'label') }).waitFor();
    const comment = page.getByRole('article').filter({ hasText: 'First!' });
    await comment.getByRole('button', { name: counted(say('comment', 'like'), 0) }).click();
    await comment.getByRole('button', { name: counted(say('comment', 'like'), 1) }).waitFor();
    const liked = async () => (await ann.api.timeline.post.comments.query(place)).items[0]?.liked;
    await expect.poll(liked).toBe(true);

    // Bob's answer is his, and Ann's is not the post: she can only report it.
    const answer = page.getByRole('article').filter({ hasText: 'Indeed' });
    await answer.getByRole('button', { name: say('comment', 'menu') }).click();
    const items = page.getByRole('menuitem');
    await expect.poll(() => items.allInnerTexts()).toEqual([say('comment', 'report')]);
    await items.click();
    const report = page.getByRole('dialog', { name: say('report', 'commentTitle') });
    await report.getByRole('radio', { name: say('report', 'SPAM') }).check();
    await report.getByRole('button', { name: say('report', 'send') }).click();
    await report.waitFor({ state: 'hidden' });

    await comment.getByRole('button', { name: say('comment', 'menu') }).click();
    await page.getByRole('menuitem', { name: say('comment', 'edit'), exact: true }).click();
    await page.getByRole('textbox', { name: say('comment', 'editLabel') }).fill('Second thought');
    await page.keyboard.press('Control+Enter');
    const edited = page.getByRole('article').filter({ hasText: 'Second thought' });
    await edited.getByText(say('post', 'edited'), { exact: true }).waitFor();

    await edited.getByRole('button', { name: say('comment', 'menu') }).click();
    await page.getByRole('menuitem', { name: say('comment', 'delete'), exact: true }).click();
    await page.getByRole('button', { name: say('comment', 'deleteConfirm'), exact: true }).click();
    await page.getByText(say('comment', 'removed')).waitFor();
    // Who uses the keyboard goes on from what comes next.
    await answer.locator(':focus').waitFor();
    await page.reload();
    await page.getByText(say('comment', 'removed')).waitFor();
    await answer.waitFor();
  },
);

test('pictures are chosen, described, posted, seen large by keyboard, and one becomes the avatar', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.open({ language: 'en', viewport: { width: 320, height: 640 } });
  await page.goto('/login');
  await logIn(page, say, ann);
  await page.waitForURL((url) => url.pathname === '/');
  const picture = {
    name: 'heron.png',
    mimeType: 'image/png',
    buffer: Buffer.from(await page.screenshot()),
  };

  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  await composer.fill('By the stream');
  const form = page.locator('form').filter({ has: composer });
  await form
    .locator('input[type=file]')
    .setInputFiles([
      picture,
      picture,
      { ...picture, name: 'broken.png', buffer: Buffer.from('no picture') },
    ]);
  await form.getByText(say('error', 'IMAGE_TYPE_UNSUPPORTED')).waitFor();
  const described = form.getByRole('textbox', {
    name: say('image', 'altLabel').replace('{number}', '2'),
  });
  await described.fill('A heron');
  // What has not got there is taken out; then the post may go.
  const submit = form.getByRole('button', { name: say('composer', 'submit'), exact: true });
  expect(await submit.isDisabled()).toBe(true);
  const cancel = form.getByRole('button', { name: say('image', 'cancel') });
  await expect.poll(() => cancel.count()).toBe(1);
  await cancel.click();

  // Kept over a reload.
  await expect
    .poll(async () => (await ann.api.content.draft.list.query({})).items[0]?.images)
    .toMatchObject([{ alt: '' }, { alt: 'A heron' }]);
  await page.reload();
  await described.waitFor();
  expect(await described.inputValue()).toBe('A heron');
  await submit.click();
  const card = page.getByRole('article').filter({ hasText: 'By the stream' });
  const opener = card.getByRole('button', { name: /^A heron/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('img', { name: 'A heron' }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await dialog.getByRole('img', { name: say('image', 'unnamed') }).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await page.goto('/settings/profile');
  const setting = page.getByRole('group', { name: say('image', 'avatar') });
  await setting.locator('input[type=file]').setInputFiles([picture]);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('image', 'save') })
    .click();
  await page.getByText(say('image', 'saved')).waitFor();
  const { avatarUrl } = await ann.api.member.profile.me.query();
  await expect
    .poll(() =>
      setting.locator('img').evaluate((image: { naturalWidth: number }) => image.naturalWidth),
    )
    .toBeGreaterThan(0);
  expect(await setting.locator('img').getAttribute('src')).toBe(avatarUrl);
  await page.context().close();
});
