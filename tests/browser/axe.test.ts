import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Someone } from '../src/network.ts';
import { type Language, readMessages, type Site, startSite, startTimeoutMs } from './_browser.ts';

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
    // Pages speak the language of the account.
    await reader.api.member.profile.update.mutate({ language: screen.language });
    const page = await site.openAs(reader, '/', screen);
    const problems = await examine(page, [
      '/',
      '/recent',
      '/popular',
      '/discussed',
      '/me',
      '/bookmarks',
      '/drafts',
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
      '/activity?type=post.liked',
      '/activity/following',
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

test('axe finds nothing serious on the dialogs and menus that lie over a page', async () => {
  const say = await readMessages('en');
  await reader.api.member.profile.update.mutate({ language: 'en' });
  const { post } = reader.api.content;
  const own = await post.create.mutate({ text: 'Frist!', idempotencyKey: crypto.randomUUID() });
  await post.edit.mutate({ id: own.id, text: 'First!', version: 1 });
  const page = await site.openAs(reader, '/', { viewport: { width: 390, height: 844 } });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const item = (name: string) => page.getByRole('menuitem', { name, exact: true });
  const more = button(say('post', 'more')).first();
  const menuOfAuthor = say('relation', 'menu').replace('{name}', 'ann');
  // What lies over a page, with the way to it.
  const overlays: [address: string, ...ways: Locator[]][] = [
    [`/p/${postId}`, more, item(say('post', 'report'))],
    [`/p/${own.id}`, more, item(say('post', 'edit'))],
    [`/p/${own.id}`, more, item(say('post', 'delete'))],
    [`/p/${own.id}`, button(say('post', 'historyOpen')).first()],
    [`/@${author.handle}`, button(menuOfAuthor), item(say('relation', 'block'))],
    ['/settings/account', button(say('account', 'deactivate'))],
    ['/settings/sessions', button(/^End the session/).first()],
    ['/admin/members', button(`${say('admin', 'disable')}: @${author.handle}`)],
    ['/', page.locator('header button[aria-haspopup=menu]').filter({ visible: true }).first()],
  ];
  const problems: string[] = [];
  for (const [address, ...ways] of overlays) {
    await page.goto(address);
    for (const way of ways) {
      await way.click();
      // A menu goes when something is chosen from it.
      await way.and(page.locator('[role=menuitem]')).waitFor({ state: 'detached' });
      problems.push(...(await lookAtOpened(page, address)));
    }
  }
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('?');
  problems.push(...(await lookAtOpened(page, '?')));

  const visitor = await site.open({ viewport: { width: 390, height: 844 } });
  await visitor.goto('/');
  await visitor
    .getByRole('button', { name: say('shell', 'settingsMenu') })
    .filter({ visible: true })
    .click();
  problems.push(...(await lookAtOpened(visitor, 'preferences')));
  expect(problems.join('\n')).toBe('');
});

async function lookAtOpened(page: Page, place: string): Promise<string[]> {
  await page.locator('[role=dialog], [role=alertdialog], [role=menu]').last().waitFor();
  return lookAt(page, `${place}, opened`);
}

/** What axe finds serious or critical on each address, in both themes. */
async function examine(page: Page, addresses: string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const address of addresses) {
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    // What is busy is a skeleton yet.
    await expect.poll(() => page.getByRole('main').locator('[aria-busy=true]').count()).toBe(0);
    problems.push(...(await lookAt(page, address)));
  }
  return problems;
}

/** What axe finds on what is shown, in both themes. */
async function lookAt(page: Page, place: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const problems = await findProblems(new AxeBuilder({ page }), place);
  // A theme changes nothing but colours.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const contrast = new AxeBuilder({ page }).withRules('color-contrast');
  return [...problems, ...(await findProblems(contrast, `${place} (dark)`))];
}

async function findProblems(axe: AxeBuilder, place: string): Promise<string[]> {
  // No page has frames: the mode that looks into none opens no second page for each look.
  // The guards around what lies over a page take the focus only to hand it on.
  const { violations } = await axe.setLegacyMode().exclude('[data-base-ui-focus-guard]').analyze();
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
