import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { createWorld, type World } from './_axe.ts';
import { startTimeoutMs, test } from './_browser.ts';

/** Enough to come by every kind of control of a page. */
const stopsMax = 40;
let world: World;

test.beforeAll(async ({ site }) => {
  world = await createWorld(site);
}, startTimeoutMs);

test.for([{ viewport: { width: 1280, height: 900 } }, { viewport: { width: 320, height: 640 } }])(
  "with a reader's own colours fields have borders, buttons and icons stand out, and the focus is seen ($viewport.width px)",
  async (screen, { site }) => {
    const { reader, author, postId } = world;
    const visitor = await site.open(screen);
    await visitor.goto('/login');
    const problems = await examine(visitor);
    const member = await site.openAs(reader, '/', screen);
    for (const address of ['/', `/p/${postId}`, `/@${author.handle}`, '/settings/privacy']) {
      await member.goto(address);
      await member.getByRole('heading', { level: 1 }).first().waitFor();
      await expect.poll(() => member.getByRole('main').locator('[aria-busy=true]').count()).toBe(0);
      problems.push(...(await examine(member)));
    }
    expect(problems).toEqual([]);
  },
);

async function examine(page: Page): Promise<string[]> {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  const { pathname } = new URL(page.url());
  // Colours that change are changing for a moment.
  await page.evaluate(`Promise.all(
    document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished.catch(() => 0)),
  )`);
  const problems = await page.evaluate<string[]>(unseen);
  const seen = new Set<number>();
  for (let stop = 0; stop < stopsMax; stop += 1) {
    await page.keyboard.press('Tab');
    const { id, name, isMarked } = await page.evaluate<Focus>(focus);
    if (id === -1 || seen.has(id)) break;
    seen.add(id);
    if (!isMarked) problems.push(`no focus to be seen: ${name}`);
  }
  // The page may have forgotten the keyboard altogether.
  if (seen.size < 3) problems.push(`only ${seen.size} stops of the Tab key`);
  return problems.map((problem) => `${pathname}: ${problem}`);
}

type Focus = { id: number; name: string; isMarked: boolean };

/** What has the focus, and whether an outline in another colour than what is behind it says so. */
const focus = `(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const behind = getComputedStyle(document.body).backgroundColor;
  return {
    id: [...document.querySelectorAll('body *')].indexOf(element),
    name: element.ariaLabel || element.textContent || element.id,
    isMarked:
      style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== behind,
  };
})()`;

/** What cannot be told from what is behind it. */
const unseen = `(() => {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 1;
  // The grey of what is disabled is rgb(96, 0, 0) here, which is not clear.
  const isClear = (colour) => colour.startsWith('rgba(') && colour.endsWith(', 0)');
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (!isClear(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const hasBorder = (element) => {
    const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(element);
    return parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none' && borderTopColor !== behind(element.parentElement);
  };
  const nameOf = (element) => element.ariaLabel || element.textContent || element.name || element.id;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const icons = all('a svg, button svg')
    .filter((icon) => getComputedStyle(icon).color === behind(icon))
    .map((icon) => 'icon like what is behind it: ' + nameOf(icon.closest('a, button')));
  const fields = all('input:not([type=checkbox], [type=radio], [type=file]), select')
    .filter((field) => ![field, field.parentElement].some(hasBorder))
    .map((field) => 'field without a border: ' + nameOf(field));
  // One that is an icon alone stands out as that.
  const buttons = all('button[type=submit], a.bg-accent, button.bg-accent')
    .filter((button) => button.textContent.trim() !== '')
    .filter((button) => !hasBorder(button) && behind(button) === behind(button.parentElement))
    .map((button) => 'button like what is around it: ' + nameOf(button));
  return [...icons, ...fields, ...buttons];
})()`;
