import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import type { Language, Site } from './_browser.ts';

export const screens: { language: Language; viewport: { width: number; height: number } }[] = [
  { language: 'ko', viewport: { width: 390, height: 844 } },
  { language: 'en', viewport: { width: 1440, height: 900 } },
];

export type World = { reader: Someone; author: Someone; postId: string };

/** Something to see on every page; the reader is an admin, whom only followers see. */
export async function createWorld(site: Site): Promise<World> {
  const [reader, author] = await Promise.all([
    site.network.signUp('reader'),
    site.network.signUp('ann'),
  ]);
  await site.network.makeAdmin(reader);
  const { member, content } = reader.api;
  await member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const { id: postId } = await author.api.content.post.create.mutate({
    text: `Read me, @${reader.handle}: #snow https://example.com/snow`,
    idempotencyKey: crypto.randomUUID(),
  });
  await Promise.all([
    member.follow.follow.mutate({ memberId: author.memberId }),
    author.api.member.follow.follow.mutate({ memberId: reader.memberId }),
    content.post.like.mutate({ id: postId }),
    content.comment.create.mutate({
      postId,
      text: 'Read it.',
      idempotencyKey: crypto.randomUUID(),
    }),
  ]);
  return { reader, author, postId };
}

/**
 * What axe finds serious or critical on each address, in each theme, and what is lost to the right of a narrow or an
 * enlarged page. `load`: each as the server sends it; `link`: one
 * from another, as a link leads there, which is much faster.
 */
export async function examine(
  page: Page,
  addresses: string[],
  way: 'load' | 'link',
): Promise<string[]> {
  const problems: string[] = [];
  for (const address of addresses) {
    if (way === 'load') await page.goto(address);
    else await follow(page, address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    // What is busy is a skeleton yet.
    await expect.poll(() => page.getByRole('main').locator('[aria-busy=true]').count()).toBe(0);
    problems.push(...(await lookAt(page, address)), ...(await findOverflow(page, address)));
  }
  return problems;
}

/** The narrowest phone, which is also a laptop at 400 % (WCAG 1.4.10), and a laptop at 200 %. */
const narrowWidths = [320, 640];

/** What is lost to the right of a narrow or an enlarged page. */
export async function findOverflow(page: Page, place: string): Promise<string[]> {
  const viewport = page.viewportSize();
  const problems: string[] = [];
  for (const width of narrowWidths) {
    await page.setViewportSize({ width, height: 640 });
    const needed = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (needed > width) problems.push(`${place}: ${needed} px wide on a screen of ${width}`);
  }
  if (viewport) await page.setViewportSize(viewport);
  return problems;
}

async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate(`next.router.push(${JSON.stringify(address)})`);
  await page.waitForURL(address);
  // It comes a moment after the page.
  await expect.poll(() => page.title()).not.toBe('');
}

/** What axe finds serious or critical on what is shown, in each theme; `options` say what else it is to know. */
export async function lookAt(
  page: Page,
  place: string,
  options: RunOptions = {},
): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const inLight = await findProblems(page, options);
  // A theme changes nothing but colours.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const inDark = await findProblems(page, { runOnly: ['color-contrast'] });
  await setTheme(page, 'contrast');
  const inContrast = await findProblems(page, { runOnly: ['color-contrast'] });
  await setTheme(page, null);
  return [
    ...inLight.map((problem) => `${place}: ${problem}`),
    ...inDark.map((problem) => `${place} (dark): ${problem}`),
    ...inContrast.map((problem) => `${place} (high contrast): ${problem}`),
  ];
}

/** As the choice of a theme does; null: as the device says. */
async function setTheme(page: Page, theme: 'contrast' | null): Promise<void> {
  await page.evaluate(
    theme === null
      ? "document.documentElement.removeAttribute('data-theme')"
      : `document.documentElement.setAttribute('data-theme', '${theme}')`,
  );
}

/** What axe finds serious or critical on what is shown, as it is. */
export async function findProblems(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(await axeSource);
  // The guards around what lies over a page take the focus only to hand it on.
  const context = { exclude: [['[data-base-ui-focus-guard]']] };
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
    );
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
