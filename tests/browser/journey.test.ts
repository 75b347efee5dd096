import { randomBytes, randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { bell } from './_bell.ts';
import { type Language, readMessages, type Say, test } from './_browser.ts';

/** Between a post's being written and its being seen. */
const soonMs = 2000;

test.for<Language>(['ko', 'en'])(
  'sign up, follow, post with a picture, seen by the other, like, comment, told of live, reply, edit, history, delete, log out (%s)',
  async (language, { site }) => {
    const say = await readMessages(language);
    const [ann, bob] = await Promise.all([
      site.open({ language }),
      site.open({ language, viewport: { width: 390, height: 844 } }),
    ]);
    const annHandle = await signUp(ann, say, 'ann');
    const bobHandle = await signUp(bob, say, 'bob');

    // Bob follows Ann on her profile, then waits at home.
    await bob.goto(`/@${annHandle}`);
    const followed = bob.waitForResponse((answer) => answer.url().includes('follow.follow'));
    await bob.getByRole('button', { name: label(say('profile', 'followName'), annHandle) }).click();
    await followed;
    await bob
      .getByRole('button', { name: label(say('profile', 'unfollowName'), annHandle) })
      .waitFor();
    await bob.goto('/');
    await bob.getByText(say('feed', 'followingEmptyTitle')).waitFor();

    // Ann writes; it is there at once for her, and Bob's page says so by itself.
    const text = language === 'ko' ? '첫 글입니다' : 'This is my first post';
    await ann.goto('/');
    const composer = ann.getByRole('textbox', { name: say('composer', 'label') });
    await composer.fill(text);
    const picture = language === 'ko' ? '왜가리 한 마리' : 'A heron';
    const form = ann.locator('form').filter({ has: composer });
    await form.locator('input[type=file]').setInputFiles({
      name: 'heron.png',
      mimeType: 'image/png',
      buffer: Buffer.from(await bob.screenshot()),
    });
    await form.getByRole('textbox', { name: label(say('image', 'altLabel'), '1') }).fill(picture);
    await ann
      .getByRole('main')
      .getByRole('button', { name: say('composer', 'submit'), exact: true })
      .click();
    await ann.getByRole('article').filter({ hasText: text }).waitFor();
    await expect.poll(() => composer.inputValue()).toBe('');

    await bob.getByRole('button', { name: label(say('feed', 'newPosts')) }).click();
    const seen = bob.getByRole('article').filter({ hasText: text });
    await seen.waitFor();
    const image = seen.getByRole('button', { name: picture }).locator('img');
    await expect
      .poll(() => image.evaluate(({ naturalWidth }: { naturalWidth: number }) => naturalWidth))
      .toBeGreaterThan(0);

    // Bob likes and comments.
    await seen.getByRole('button', { name: label(say('post', 'like')) }).click();
    await expect
      .poll(() =>
        seen.getByRole('button', { name: label(say('post', 'like')) }).getAttribute('aria-pressed'),
      )
      .toBe('true');
    await seen.getByText(text).click();
    await bob.waitForURL(/\/p\//);
    const comment = language === 'ko' ? '반가워요' : 'Nice to meet you';
    await bob.getByRole('textbox', { name: say('comment', 'label') }).fill(comment);
    await bob.getByRole('button', { name: say('comment', 'submit'), exact: true }).click();
    await bob.getByRole('article').filter({ hasText: comment }).first().waitFor();

    // Ann's page tells her as it happens: of the follow, the like and the comment.
    await bell(ann, say, 3).click();
    const told = ann.getByRole('region', { name: say('notification', 'title') });
    await told.getByRole('listitem').filter({ hasText: comment }).waitFor();

    // Ann replies.
    await ann.goto(new URL(bob.url()).pathname);
    const annsView = ann.getByRole('article').filter({ hasText: comment });
    await annsView
      .getByRole('button', { name: label(say('comment', 'replyTo'), bobHandle) })
      .first()
      .click();
    const reply = language === 'ko' ? '저도요!' : 'Likewise!';
    await ann
      .getByRole('textbox', { name: label(say('comment', 'replyPlaceholder'), bobHandle) })
      .fill(reply);
    await ann.keyboard.press('Control+Enter');
    await ann.getByRole('article').filter({ hasText: reply }).first().waitFor();

    // A visitor reads all of it with scripts switched off.
    const visitor = await site.open({ language, javaScriptEnabled: false });
    await visitor.goto(new URL(bob.url()).pathname);
    await visitor.getByText(text).first().waitFor();
    await visitor.goto(`/@${annHandle}`);
    await visitor.getByText(text).first().waitFor();

    // She edits it, and everybody can read what it said before.
    const post = ann.getByRole('article').filter({ hasText: text });
    const choose = async (item: string): Promise<void> => {
      await post.getByRole('button', { name: say('post', 'more') }).click();
      await ann.getByRole('menuitem', { name: say('post', item), exact: true }).click();
    };
    await choose('edit');
    const editing = ann.getByRole('dialog', { name: say('post', 'editTitle') });
    const changed = `${text} ☃`;
    await editing.getByRole('textbox', { name: say('post', 'editLabel') }).fill(changed);
    await editing.getByRole('button', { name: say('post', 'save') }).click();
    await editing.waitFor({ state: 'hidden' });
    await bob.reload();
    await bob.getByText(changed).first().waitFor();
    await bob.getByRole('button', { name: say('post', 'historyOpen') }).click();
    const history = bob.getByRole('dialog', { name: say('post', 'historyTitle') });
    await history.getByText(text, { exact: true }).waitFor();

    // She deletes it, once she has said so twice; it is gone for her, and for Bob.
    await choose('delete');
    const asked = ann.getByRole('alertdialog');
    await asked.getByRole('button', { name: say('ui', 'cancel') }).click();
    await asked.waitFor({ state: 'hidden' });
    await post.waitFor();
    await choose('delete');
    await asked.getByRole('button', { name: say('post', 'deleteConfirm'), exact: true }).click();
    await ann.getByText(say('post', 'deleted')).waitFor();
    await ann.goto(`/@${annHandle}`);
    await ann.getByText(say('profile', 'emptyOwnTitle')).waitFor();
    await bob.reload();
    await bob.getByText(say('post', 'notFoundTitle')).waitFor();

    // Ann logs out, and this browser is nobody's again.
    await ann.goto('/');
    await ann
      .getByRole('button', { name: label(say('shell', 'myMenu')) })
      .first()
      .click();
    await ann.getByRole('menuitem', { name: say('shell', 'logOut') }).click();
    await ann
      .getByRole('link', { name: say('shell', 'logIn') })
      .first()
      .waitFor();
    await ann.reload();
    await ann
      .getByRole('link', { name: say('shell', 'logIn') })
      .first()
      .waitFor();
    expect((await ann.context().cookies()).map((cookie) => cookie.name)).not.toContain('refresh');
  },
);

test('what is written is seen in the feed of another browser within two seconds', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const page = await site.openAs(bob, '/');
  const pill = page.getByRole('button', { name: label(say('feed', 'newPosts')) });
  const write = (text: string) =>
    ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
  const see = async (text: string) => {
    await pill.click();
    await page.getByRole('article').filter({ hasText: text }).waitFor();
    await pill.waitFor({ state: 'detached' });
  };
  await page.getByText(say('feed', 'followingEmptyTitle')).waitFor();
  // The first event of a site waits for its consumers to have joined their groups, and the page's stream has begun.
  await write('First');
  await pill.waitFor();
  await see('First');
  // Most of them: any one may have waited for a busy machine.
  const tookMs: number[] = [];
  for (const text of ['Second', 'Third', 'Fourth', 'Fifth', 'Sixth']) {
    const startedAt = performance.now();
    await write(text);
    await pill.waitFor();
    tookMs.push(performance.now() - startedAt);
    await see(text);
  }
  expect(tookMs.filter((ms) => ms < soonMs).length).toBeGreaterThanOrEqual(3);
});

/** Signs up through the form; resolves with the handle when the feed is there. */
async function signUp(page: Page, say: Say, name: string): Promise<string> {
  const handle = `${name}_${randomBytes(3).toString('hex')}`;
  await page.goto('/signup');
  await page.getByLabel(say('auth', 'email')).fill(`${handle}@example.com`);
  await page.getByLabel(say('auth', 'password'), { exact: true }).fill('correct horse battery');
  await page.getByLabel(say('auth', 'handle'), { exact: true }).fill(handle);
  await page.getByLabel(say('auth', 'displayName'), { exact: true }).fill(handle);
  await page.getByRole('button', { name: say('auth', 'signUp'), exact: true }).click();
  await page.getByRole('textbox', { name: say('composer', 'label') }).waitFor();
  return handle;
}

/** A message as a pattern: a count in it is any number, and what else varies is `value`, or anything. */
function label(message: string, value?: string): RegExp {
  const plural = /\{\w+, plural, one \{(.*?)\} other \{(.*?)\}\}/;
  const forms = plural.exec(message)?.slice(1) ?? [message];
  const patterns = forms.map((form) =>
    form
      .split(/#|\{\w+, number\}/)
      .map((part) =>
        part
          .split(/\{\w+\}/)
          .map((fixed) => RegExp.escape(fixed))
          .join(value === undefined ? '.*' : RegExp.escape(value)),
      )
      .join('[0-9,]+'),
  );
  return new RegExp(`^(?:${patterns.join('|')})$`);
}
