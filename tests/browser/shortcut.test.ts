import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { readMessages, type Say, test } from './_browser.ts';
import { press, unseenName } from './_keyboard.ts';

test('single keys go from post to post, like, write, show what is new and lead elsewhere; not while one types, and not when they are switched off', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
  const write = (text: string) =>
    bob.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
  await write('The oldest');
  const { id } = await write('The one between');
  await write('The newest');
  const page = await site.openAs(ann, '/');
  const { keyboard } = page;
  const composer = page.getByRole('textbox', { name: say('composer', 'label') });
  await composer.waitFor();
  await page.getByText('The newest').waitFor();

  // From post to post, each in sight and marked as the one.
  for (const [key, text] of [
    ['j', 'The newest'],
    ['j', 'The one between'],
    ['j', 'The oldest'],
    ['k', 'The one between'],
  ] as const) {
    await keyboard.press(key);
    expect(await focused(page)).toMatchObject({ name: 'article', text: has(text), isRinged: true });
    await expect.poll(() => unseenName(page)).toEqual([]);
  }
  await keyboard.press('l');
  await expect.poll(async () => (await ann.api.timeline.post.byId.query({ id })).liked).toBe(true);
  expect(await focused(page)).toMatchObject({ name: 'article', text: has('The one between') });

  // A key with another one is the browser's, and one of a syllable in the making the keyboard's.
  for (const combination of ['Control+k', 'Alt+k', 'Meta+k']) await keyboard.press(combination);
  await page.evaluate(`document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Process', code: 'KeyK', isComposing: true, bubbles: true })
  )`);
  expect(await focused(page)).toMatchObject({ name: 'article', text: has('The one between') });
  // The same key while the keyboard writes Hangul.
  await page.evaluate(`document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ㅏ', code: 'KeyK', bubbles: true })
  )`);
  expect(await focused(page)).toMatchObject({ name: 'article', text: has('The newest') });

  // While one types, keys are letters, composed ones too.
  await keyboard.press('c');
  await composer.and(page.locator(':focus')).waitFor();
  await keyboard.type('jklc./?gh');
  const devtools = await page.context().newCDPSession(page);
  const syllable = { text: '하', selectionStart: 1, selectionEnd: 1 };
  await devtools.send('Input.imeSetComposition', syllable);
  for (const code of ['KeyK', 'KeyL']) {
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', code });
  }
  await devtools.send('Input.insertText', { text: '하' });
  expect(await composer.inputValue()).toBe('jklc./?gh하');
  await composer.and(page.locator(':focus')).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await composer.fill('');
  await composer.blur();

  // What is new is told of, and comes with a key.
  await write('Just now');
  await page.locator('[data-shortcut="."]').waitFor();
  expect(await page.getByText('Just now').count()).toBe(0);
  // Also from a post.
  await keyboard.press('j');
  expect(await focused(page)).toMatchObject({ name: 'article' });
  await keyboard.press('.');
  await page.getByText('Just now').waitFor();
  expect(await focused(page)).toMatchObject({ name: 'section' });

  // Where none has the focus, the first one in sight is liked, once, however long the key is held.
  await page.setViewportSize({ width: 1280, height: 240 });
  await page.mouse.wheel(0, 10_000);
  const like = (text: string) =>
    page.getByRole('article').filter({ hasText: text }).locator('[data-shortcut=l]');
  const isLiked = (text: string) => like(text).getAttribute('aria-pressed');
  await expect.poll(() => page.evaluate(inSight)).toEqual(['The oldest']);
  await keyboard.down('l');
  await keyboard.down('l');
  await keyboard.up('l');
  await expect.poll(() => isLiked('The oldest')).toBe('true');
  expect(await isLiked('Just now')).toBe('false');
  await page.setViewportSize({ width: 1280, height: 900 });
  await expectWays(page, say);

  // Switched off, keys do nothing.
  await page.goto('/settings/appearance');
  await press(page, page.getByRole('checkbox'), 'Space');
  await expect.poll(() => page.evaluate("localStorage.getItem('shortcuts')")).toBe('off');
  await page.goto('/');
  await composer.waitFor();
  await page.getByText('Just now').waitFor();
  const hasFocus = () => page.evaluate('document.activeElement.localName');
  for (const key of ['j', 'c', '/', '?']) {
    await keyboard.press(key);
    expect(await hasFocus()).toBe('body');
  }
  expect(await page.getByRole('dialog').count()).toBe(0);
});

/** Two keys lead to other pages; a second one that comes without the first does not. */
async function expectWays(page: Page, say: Say): Promise<void> {
  /** The second key counts for a second after the first. */
  const go = (letter: string, path: string) =>
    expect
      .poll(
        async () => {
          const { pathname } = new URL(page.url());
          if (pathname !== path) await page.keyboard.type(`g${letter}`);
          return pathname;
        },
        { interval: 1500 },
      )
      .toBe(path);
  await page.keyboard.press('h');
  expect(new URL(page.url()).pathname).toBe('/');
  await go('r', '/recent');
  await page.getByRole('heading', { name: say('feed', 'recentTitle') }).waitFor();
  await go('h', '/');
}

/** The posts whose like buttons are on the screen, below the page's header. */
const inSight = `[...document.querySelectorAll('main article')]
  .filter((article) => {
    const { top, bottom } = article.querySelector('[data-shortcut=l]').getBoundingClientRect();
    return top >= 64 && bottom <= innerHeight;
  })
  .map((article) => article.querySelector('p').textContent)`;

const has = (text: string): unknown => expect.stringContaining(text);

/** What has the focus, and whether a ring around it shows so. */
function focused(page: Page): Promise<{ name: string; text: string; isRinged: boolean }> {
  return page.evaluate(`(() => {
    const { localName, textContent } = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    const isRinged = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    return { name: localName, text: textContent, isRinged };
  })()`);
}
