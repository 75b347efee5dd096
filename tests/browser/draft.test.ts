import { randomUUID } from 'node:crypto';

import { draftCountMax } from '@dailyfeed/contract/draft';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { knownVersion, readMessages, type Say, test, untilToastsCanCome } from './_browser.ts';

const key = () => ({ idempotencyKey: randomUUID() });

const draftsOf = async ({ api }: Someone) => (await api.content.draft.list.query({})).items;

const composerOf = (page: Page, say: Say) =>
  page.getByRole('textbox', { name: say('composer', 'label') });

/** Holds back an answer, or a failure to come, until it is let go. */
async function hold(page: Page, procedure: string, outcome: 'answer' | 'failure') {
  const asked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await page.route(
    `**/api/content/${procedure}*`,
    async (route) => {
      asked.resolve();
      await gate.promise;
      await (outcome === 'answer' ? route.continue() : route.abort());
    },
    { times: 1 },
  );
  return { asked: asked.promise, release: gate.resolve };
}

test('what is written on, posted or deleted on another device takes the place of what stood here, and does not come back', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/');
  const composer = composerOf(page, say);
  await composer.fill('Begun here');
  await expect.poll(() => draftsOf(ann)).toMatchObject([{ text: 'Begun here', version: 1 }]);
  const [{ id } = { id: '' }] = await draftsOf(ann);
  await expect.poll(() => knownVersion(page, ann)).toBe(1);
  await ann.api.content.draft.save.mutate({ id, text: 'Begun here, written on', version: 1 });
  await page.reload();
  await expect.poll(() => composer.inputValue()).toBe('Begun here, written on');

  await ann.api.content.post.create.mutate({ text: 'Written on', draftId: id, ...key() });
  await page.reload();
  await page.getByText(say('error', 'DRAFT_NOT_FOUND')).first().waitFor();
  expect(await composer.inputValue()).toBe('');
  expect(await draftsOf(ann)).toEqual([]);
});

test('a tab that is behind posts and clears its own words, and leaves what another device has added', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/');
  const composer = composerOf(page, say);
  /** What is typed here is saved, and then written on elsewhere. */
  async function writeOn(text: string): Promise<object> {
    await composer.fill(text);
    const find = async () => (await draftsOf(ann)).find((draft) => draft.text === text);
    await expect.poll(find).toBeDefined();
    const { id, version } = (await find()) ?? { id: '', version: 0 };
    await expect.poll(() => knownVersion(page, ann)).toBe(version);
    return ann.api.content.draft.save.mutate({ id, text: `${text}, and more`, version });
  }

  const first = await writeOn('One');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('article').filter({ hasText: 'One' }).waitFor();
  await expect.poll(() => composer.inputValue()).toBe('');
  expect(await draftsOf(ann)).toEqual([first]);

  const second = await writeOn('Two');
  const asked = page.waitForResponse((answer) => answer.url().includes('draft.delete'));
  await composer.fill('');
  await asked;
  expect(await draftsOf(ann)).toEqual([second, first]);
});

test('what is on its way when its page is left is sent once, takes in nothing more, and leaves the next composer', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const page = await site.openAs(ann, '/');
  const composer = composerOf(page, say);
  await composer.fill('On its way');
  // Who takes the warning away again goes on in the text.
  const warn = page.getByRole('button', { name: say('composer', 'warningAdd') });
  await warn.press('Enter');
  await page.getByRole('button', { name: say('composer', 'warningRemove') }).press('Enter');
  await composer.and(page.locator(':focus')).waitFor();
  // The line of the warning ends with Enter, which sends nothing.
  await warn.click();
  await page.getByRole('textbox', { name: say('composer', 'warningLabel') }).fill('Slow');
  await page.keyboard.press('Enter');
  await page.keyboard.type(' now');
  expect(await composer.inputValue()).toBe('On its way now');
  const held = await hold(page, 'post.create', 'answer');
  await page.getByRole('textbox', { name: say('composer', 'warningLabel') }).focus();
  await page.keyboard.press('Control+Enter');
  await held.asked;

  await page
    .getByRole('link', { name: say('feed', 'recent'), exact: true })
    .first()
    .click();
  await page.waitForURL('**/recent');
  await composer.waitFor();
  expect(await composer.inputValue()).toBe('On its way now');
  expect(await composer.isEditable()).toBe(false);
  await composer.focus();
  await page.keyboard.press('Control+Enter');
  // As text: these tests are checked without the browser's own types.
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    const how = { bubbles: true, cancelable: true, clipboardData };
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', how));
  }`);
  await page.getByText(say('image', 'notWhileSending')).first().waitFor();
  held.release();
  await expect.poll(() => composer.inputValue()).toBe('');
  const { items } = await ann.api.timeline.feed.mine.query({});
  expect(items).toMatchObject([{ text: 'On its way now', contentWarning: 'Slow' }]);
});

test('two tabs write one comment: what one sends leaves both, what is typed meanwhile stays', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id } = await bob.api.content.post.create.mutate({ text: 'Who saw it?', ...key() });
  const first = await site.openAs(ann, `/p/${id}`);
  const second = await first.context().newPage();
  await second.goto(`/p/${id}`);
  const [here, there] = [first, second].map((tab) =>
    tab.getByRole('textbox', { name: say('comment', 'label') }),
  ) as [ReturnType<Page['getByRole']>, ReturnType<Page['getByRole']>]; // two tabs, two fields
  await there.waitFor();
  await here.fill('I did');
  await expect.poll(() => there.inputValue()).toBe('I did');

  const held = await hold(second, 'comment.create', 'answer');
  await there.press('Control+Enter');
  await held.asked;
  await here.fill('I did, and again');
  await expect
    .poll(() => second.evaluate('JSON.stringify({ ...localStorage })'))
    .toContain('I did, and again');
  held.release();
  await second
    .getByRole('article')
    .filter({ hasText: 'I did' })
    .getByRole('button', { name: say('comment', 'menu') })
    .waitFor();
  await expect.poll(() => there.inputValue()).toBe('I did, and again');
  await there.fill('And again');
  await there.press('Control+Enter');
  await expect.poll(() => here.inputValue()).toBe('');
  const comments = await bob.api.timeline.post.comments.query({ postId: id });
  expect(comments.items.map(({ text }) => text)).toEqual(['I did', 'And again']);
});

test('what fails after its form has gone says so, and is there when the form is opened again', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const { id } = await ann.api.content.post.create.mutate({ text: 'As it was', ...key() });
  const page = await site.openAs(ann, '/');
  const composer = composerOf(page, say);
  await untilToastsCanCome(page, say);
  const [notSent = ''] = say('composer', 'notSent').split(' {');
  const told = page.getByText(notSent).first();

  await composer.fill('Not sent');
  const post = await hold(page, 'post.create', 'failure');
  await page.keyboard.press('Control+Enter');
  await post.asked;
  await page
    .getByRole('link', { name: say('shell', 'notifications') })
    .filter({ visible: true })
    .first()
    .click();
  await page.waitForURL('**/notifications');
  post.release();
  await told.waitFor();
  await page.goto(`/p/${id}`);

  const field = page.getByRole('textbox', { name: say('post', 'editLabel') });
  async function edit(): Promise<void> {
    await page.getByRole('button', { name: say('post', 'more') }).click();
    await page.getByRole('menuitem', { name: say('post', 'edit'), exact: true }).click();
  }
  await edit();
  await field.fill('As it is to be');
  const change = await hold(page, 'post.edit', 'failure');
  await page.keyboard.press('Control+Enter');
  await change.asked;
  // What is on its way is not thrown away.
  const cancel = { name: say('ui', 'cancel'), exact: true };
  await page.getByRole('dialog').getByRole('button', cancel).click();
  await field.waitFor({ state: 'detached' });
  change.release();
  await told.waitFor();
  await edit();
  expect(await field.inputValue()).toBe('As it is to be');
  await page.goto('/');
  await expect.poll(() => composer.inputValue()).toBe('Not sent');
});

test('an edit that was left is not saved over a newer text before that was shown', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const post = await ann.api.content.post.create.mutate({ text: 'First', ...key() });
  const { id, version } = post;
  const page = await site.openAs(ann, `/p/${id}`, { viewport: { width: 390, height: 700 } });
  const dialog = page.getByRole('dialog', { name: say('post', 'editTitle') });
  const field = dialog.getByRole('textbox', { name: say('post', 'editLabel') });
  async function edit(): Promise<void> {
    await page.getByRole('button', { name: say('post', 'more') }).click();
    await page.getByRole('menuitem', { name: say('post', 'edit'), exact: true }).click();
  }
  await edit();
  await field.fill('First, from here');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await ann.api.content.post.edit.mutate({ id, text: 'First, from there', version });
  await page.reload();
  await page.getByText('First, from there').waitFor();

  await edit();
  await dialog.getByText('First, from there').waitFor();
  expect(await field.inputValue()).toBe('First, from here');
  await field.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Control+Enter');
  await dialog.getByText(say('error', 'POST_CHANGED')).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('post', 'saved')).first().waitFor();
  expect(await ann.api.timeline.post.byId.query({ id })).toMatchObject({
    text: 'First, from here',
    version: version + 2,
  });
});

test('the list puts no older text into the composer, and what cannot be saved is said to be in this browser only', async ({
  site,
}) => {
  const say = await readMessages('en');
  const ann = await site.network.signUp('ann');
  const save = (text: string, id: string = randomUUID(), version = 0) =>
    ann.api.content.draft.save.mutate({ id, text, version });
  const other = await save('The other one');
  await save('The one');
  const page = await site.openAs(ann, '/drafts');
  const composer = composerOf(page, say);
  const row = (text: string) =>
    page.getByRole('listitem').filter({ hasText: text }).getByRole('button').first();
  await row('The one').click();
  await expect.poll(() => composer.inputValue()).toBe('The one');
  await composer.fill('The one, written on');
  // What is saved shows in the list; pressed again, it only takes the cursor back.
  await row('The one, written on').click();
  expect(await composer.inputValue()).toBe('The one, written on');
  await composer.press('End');
  await page.keyboard.type('!');

  await save('The other one, from elsewhere', other.id, 1);
  await row('The other one').click();
  await expect.poll(() => composer.inputValue()).toBe('The other one, from elsewhere');
  await composer.fill('The other one again');
  const texts = async () => (await draftsOf(ann)).map(({ text }) => text);
  await expect.poll(texts).toEqual(['The other one again', 'The one, written on!']);

  // Without a connection, and as soon as it is back.
  await page.context().setOffline(true);
  await composer.fill('In a tunnel');
  await page.getByText(say('composer', 'keptHere'), { exact: true }).waitFor();
  await page.context().setOffline(false);
  await expect.poll(texts).toEqual(['In a tunnel', 'The one, written on!']);
  await page.getByText(say('composer', 'kept'), { exact: true }).waitFor();

  // Where there are as many as there may be; one that goes makes room.
  await composer.fill('');
  await expect.poll(texts).toEqual(['The one, written on!']);
  for (let count = 1; count < draftCountMax; count += 1) await save(`Another ${count}`);
  await composer.fill('One too many');
  await page.getByText(say('composer', 'keptHereFull'), { exact: true }).waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'The one, written on!' })
    .getByRole('button', { name: say('composer', 'draftDelete') })
    .press('Enter');
  await expect.poll(async () => (await texts())[0]).toBe('One too many');
  // What came in its place has the focus.
  await expect.poll(() => page.evaluate('document.activeElement.localName')).toBe('li');
});
