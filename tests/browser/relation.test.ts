import { randomUUID } from 'node:crypto';

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Someone } from '../src/network.ts';
import { type Language, logIn, readMessages, test } from './_browser.ts';

test.for<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1280, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 640 } },
])(
  'recommended, dismissed, followed, muted, blocked, and all of it taken back ($language)',
  async ({ language, viewport }, { site }) => {
    const say = await readMessages(language);
    const people = ['Ann', 'Bob', 'Cat', 'Dan'].map((name) => site.network.signUp(name));
    const [ann, bob, cat, dan] = (await Promise.all(people)) as [
      Someone,
      Someone,
      Someone,
      Someone,
    ]; // four names, four people
    // Pages speak the language of the account.
    await ann.api.member.profile.update.mutate({ language });
    await ann.api.member.follow.follow.mutate({ memberId: bob.memberId });
    // Whom those one follows follow is recommended before all others.
    for (const { memberId } of [cat, dan]) await bob.api.member.follow.follow.mutate({ memberId });
    const text = `Seen by whom? ${cat.handle}`;
    await cat.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });

    const page = await site.open({ language, viewport });
    // Logs in on the way to a page for members: what leads to the form, and back, are scripts that run.
    await page.goto('/discover');
    await page.waitForURL(/\/login/);
    await logIn(page, say, ann);
    await page.waitForURL(/\/discover$/);

    // Beside the feed where there is room, some are recommended; the whole list has a page.
    await page.goto('/');
    const card = page.getByRole('complementary').getByText(cat.handle);
    await page.getByRole('textbox', { name: say('composer', 'label') }).waitFor();
    await expect.poll(() => card.isVisible()).toBe(viewport.width > 1000);
    // Whom Bob follows is recommended with his name; who was dismissed stays away.
    await page.goto('/discover');
    const main = page.getByRole('main');
    const row = (person: Someone) => main.getByRole('listitem').filter({ hasText: person.handle });
    await row(cat)
      .getByText(filled(say('discover', 'followedByOne'), { first: 'Bob' }))
      .waitFor();
    const kept = ['recommendation.dismiss', 'follow.follow'].map((name) =>
      page.waitForResponse((answer) => answer.url().includes(name)),
    );
    await row(dan)
      .getByRole('button', { name: filled(say('discover', 'dismissName'), { name: 'Dan' }) })
      .press('Enter');
    await row(dan).waitFor({ state: 'detached' });
    // Who dismisses by key goes on where it was.
    await main
      .getByRole('region', { name: say('discover', 'list') })
      .locator(':focus')
      .waitFor();
    await row(cat)
      .getByRole('button', { name: filled(say('profile', 'followName'), { name: 'Cat' }) })
      .click();
    await row(cat)
      .getByRole('button', { name: filled(say('profile', 'unfollowName'), { name: 'Cat' }) })
      .waitFor();
    await Promise.all(kept);
    await page.reload();
    await main.getByText(say('discover', 'title')).first().waitFor();
    await expect.poll(() => row(dan).count()).toBe(0);

    // Muted, Cat is left out of the feed, and found on her profile.
    const seen = main.getByRole('article').filter({ hasText: text });
    await page.goto('/recent');
    const openProfile = async (): Promise<void> => {
      await seen.getByRole('link', { name: cat.handle }).click();
      await page.waitForURL(`**/@${cat.handle}`);
    };
    await openProfile();
    const menu = main.getByRole('button', {
      name: filled(say('relation', 'menu'), { name: 'Cat' }),
    });
    await menu.click();
    await page.getByRole('menuitem', { name: say('relation', 'muteWeek') }).click();
    const unmute = main.getByRole('button', {
      name: filled(say('relation', 'unmuteName'), { name: 'Cat' }),
    });
    await unmute.waitFor();
    await seen.waitFor();
    const expectGone = async (): Promise<void> => {
      await page.goBack();
      await page.waitForURL('**/recent');
      await page.getByRole('heading', { name: say('feed', 'recentTitle') }).waitFor();
      await main
        .getByRole('article')
        .or(main.getByText(say('feed', 'recentEmptyTitle')))
        .first()
        .waitFor();
      await expect.poll(() => seen.count()).toBe(0);
    };
    await expectGone();
    await page.goto('/settings/privacy');
    await unmute.press('Enter');
    await main.getByText(say('relation', 'mutedEmpty')).waitFor();
    await main
      .locator(':focus')
      .filter({ hasText: say('relation', 'mutedEmpty') })
      .waitFor();

    // Blocked, neither finds the other; the way back is where the profile was, and in the settings.
    await page.goto('/recent');
    await openProfile();
    await menu.click();
    await page.getByRole('menuitem', { name: say('relation', 'block') }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: say('relation', 'block'), exact: true }).click();
    await main.getByText(filled(say('relation', 'blockedTitle'), { name: 'Cat' })).waitFor();
    await expect.poll(() => dialog.count()).toBe(0);
    const attempt = cat.api.member.profile.byHandle.query({ handle: ann.handle });
    await expect(attempt).rejects.toMatchObject({ data: { appCode: 'MEMBER_NOT_FOUND' } });
    await expectGone();

    await page.goto('/settings/privacy');
    const unblock = main.getByRole('button', {
      name: filled(say('relation', 'unblockName'), { name: 'Cat' }),
    });
    await unblock.waitFor();
    expect(await isWiderThanScreen(page)).toBe(false);
    await unblock.focus();
    await page.keyboard.press('Enter');
    await main.getByText(say('relation', 'blockedEmpty')).waitFor();
    await page.goto(`/@${cat.handle}`);
    await seen.waitFor();
    await menu.waitFor();
    expect(await isWiderThanScreen(page)).toBe(false);
  },
);

test('who mutes on a profile that is read far down asks for its beginning alone, and nothing else of the page', async ({
  site,
}) => {
  const say = await readMessages('en');
  const [ann, cat] = await Promise.all([site.network.signUp('ann'), site.network.signUp('Cat')]);
  for (let number = 1; number <= 45; number += 1) {
    const text = `Entry ${number}.`;
    await cat.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
  }
  const page = await site.openAs(ann, `/@${cat.handle}`);
  const first = page.getByText('Entry 1.', { exact: true });
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 3000);
      return first.count();
    })
    .toBe(1);
  await page.keyboard.press('Home');
  const menu = page
    .getByRole('main')
    .getByRole('button', { name: filled(say('relation', 'menu'), { name: 'Cat' }) });
  await menu.click();
  await page.evaluate('fetch("/healthz").then(() => true)');
  const asked: string[] = [];
  page.on('request', (req) => {
    if (req.url().includes('/api/')) asked.push(req.url());
  });
  await page.getByRole('menuitem', { name: say('relation', 'muteWeek') }).click();
  await page
    .getByRole('button', { name: filled(say('relation', 'unmuteName'), { name: 'Cat' }) })
    .waitFor();
  await page.evaluate('fetch("/healthz").then(() => true)');
  const isOf = (procedure: string) => asked.filter((url) => url.includes(procedure)).length;
  expect(isOf('feed.byAuthor')).toBeLessThanOrEqual(1);
  expect(isOf('trend') + isOf('recommendation') + isOf('unread')).toBe(0);
});

/** A message with its slots filled, as the page shows it. */
function filled(message: string, values: Record<string, string>): string {
  return message.replaceAll(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
}

function isWiderThanScreen(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
}
