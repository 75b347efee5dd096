import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Someone } from '../src/network.ts';
import {
  type Language,
  logIn,
  readMessages,
  type Site,
  startSite,
  startTimeoutMs,
} from './_browser.ts';

let site: Site;
let reader: Someone;
let author: Someone;
let postId: string;

beforeAll(async () => {
  site = await startSite();
  [reader, author] = await Promise.all([site.network.signUp('reader'), site.network.signUp('ann')]);
  await site.network.makeAdmin(reader);
  await fill();
}, startTimeoutMs);
afterAll(() => site[Symbol.asyncDispose]());

const screens: { language: Language; viewport: { width: number; height: number } }[] = [
  { language: 'ko', viewport: { width: 390, height: 844 } },
  { language: 'en', viewport: { width: 1440, height: 900 } },
];

test.each(screens)(
  'axe finds nothing serious on what a visitor sees ($language)',
  async (screen) => {
    const page = await site.open(screen);
    const problems = await examine(page, [
      '/',
      `/p/${postId}`,
      `/@${author.handle}`,
      `/@${author.handle}/replies`,
      `/@${author.handle}/followers`,
      `/@${author.handle}/following`,
      '/tag/snow',
      '/login',
      '/login/complete',
      '/signup',
      '/reset',
      '/reset?token=spent',
      '/verify?token=spent',
      '/nowhere',
    ]);
    expect(problems.join('\n')).toBe('');
  },
);

test.each(screens)(
  'axe finds nothing serious on what a member sees ($language)',
  async (screen) => {
    const say = await readMessages(screen.language);
    // Pages speak the language of the account.
    await reader.api.member.profile.update.mutate({ language: screen.language });
    const page = await site.open(screen);
    await page.goto('/login');
    await logIn(page, say, reader);
    await page.waitForURL(`${site.network.url}/`);
    const problems = await examine(page, [
      '/',
      '/recent',
      '/popular',
      '/discussed',
      '/me',
      '/bookmarks',
      `/@${reader.handle}/likes`,
      `/p/${postId}`,
      `/@${author.handle}`,
      `/@${reader.handle}`,
      `/@${reader.handle}/replies`,
      `/@${author.handle}/followers`,
      '/discover',
      '/connections',
      '/connections/following',
      '/connections/requests',
      '/activity',
      '/notifications',
      '/settings/profile',
      '/settings/account',
      '/settings/privacy',
      '/settings/sessions',
      '/settings/notifications',
      '/settings/appearance',
      '/admin/members',
      '/admin/reports',
      '/admin/log',
      '/admin/dead-letters',
    ]);
    expect(problems.join('\n')).toBe('');
  },
);

/** What axe finds serious or critical on each address, in both themes. */
async function examine(page: Page, addresses: string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    // What is busy is a skeleton yet.
    await expect.poll(() => page.getByRole('main').locator('[aria-busy=true]').count()).toBe(0);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    problems.push(...(await findProblems(new AxeBuilder({ page }), address)));
    // A theme changes nothing but colours.
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    const contrast = new AxeBuilder({ page }).withRules('color-contrast');
    problems.push(...(await findProblems(contrast, `${address} (dark)`)));
  }
  return problems;
}

async function findProblems(axe: AxeBuilder, place: string): Promise<string[]> {
  // No page has frames: the mode that looks into none opens no second page for each look.
  const { violations } = await axe.setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${place}: ${id}: ${help}: ${target.join(' ')}`),
    );
}

/** Something to see on every page. */
async function fill(): Promise<void> {
  const { member, content } = reader.api;
  await member.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const post = await author.api.content.post.create.mutate({
    text: `Read me, @${reader.handle}: #snow https://example.com/snow`,
    idempotencyKey: crypto.randomUUID(),
  });
  postId = post.id;
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
}
